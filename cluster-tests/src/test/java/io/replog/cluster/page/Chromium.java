package io.replog.cluster.page;

import java.io.File;
import java.util.Arrays;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Debian's Chromium, without a window, where it is installed. Nothing is downloaded. */
final class Chromium {

  /** It warns that it knows no protocol of its own for this Chromium, which nothing here uses. */
  private static final Logger NOISE =
      Logger.getLogger("org.openqa.selenium.devtools.CdpVersionFinder");

  private static final Optional<File> BROWSER = onPath("chromium");
  private static final Optional<File> DRIVER = onPath("chromedriver");
  private static final Optional<String> HINDRANCE = findHindrance();

  private Chromium() {}

  /** Why no browser can be started here, empty where one can. */
  static Optional<String> hindrance() {
    return HINDRANCE;
  }

  private static Optional<String> findHindrance() {
    Optional<String> hindrance =
        BROWSER.isPresent() && DRIVER.isPresent()
            ? Optional.empty()
            : Optional.of("chromium and chromedriver (chromium-driver) are not installed");
    hindrance.ifPresent(reason -> System.out.println("Browser tests are skipped: " + reason));
    return hindrance;
  }

  private static Optional<File> onPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Arrays.stream(path.split(File.pathSeparator))
        .map(directory -> new File(directory, program))
        .filter(File::canExecute)
        .findFirst();
  }

  static ChromeDriver start() {
    NOISE.setLevel(Level.OFF);
    LoggingPreferences logs = new LoggingPreferences();
    logs.enable(LogType.BROWSER, Level.ALL);
    ChromeOptions options = new ChromeOptions();
    options.setBinary(BROWSER.orElseThrow());
    options.setCapability(ChromeOptions.LOGGING_PREFS, logs);
    options.addArguments(
        "--headless=new",
        "--window-size=1280,1400",
        "--disable-gpu",
        // As root, and in containers with little shared memory.
        "--no-sandbox",
        "--disable-dev-shm-usage");
    ChromeDriverService driver =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(DRIVER.orElseThrow())
            .usingAnyFreePort()
            .build();
    return new ChromeDriver(driver, options);
  }
}
