package io.replog.cluster.page;

import io.replog.cluster.client.Client;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;

/**
 * The page of one node, as a person sees and uses it. What is asked of several elements is asked in
 * one script, since they may change at any time.
 */
final class Page implements AutoCloseable {

  private static final String AXE = read("/axe.min.js");

  private final ChromeDriver browser = Chromium.start();

  Page(Client node) {
    browser.get(node.node().toString());
  }

  private static String read(String resource) {
    try (InputStream script = Page.class.getResourceAsStream(resource)) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Object script(String code, Object... arguments) {
    return browser.executeScript(code, arguments);
  }

  private String text(String selector) {
    return String.valueOf(
        script("return document.querySelector(arguments[0])?.innerText ?? ''", selector));
  }

  private List<String> texts(String selector) {
    return strings(
        "return [...document.querySelectorAll(arguments[0])].map(each => each.textContent)",
        selector);
  }

  @SuppressWarnings("unchecked")
  private List<String> strings(String code, Object... arguments) {
    return (List<String>) script(code, arguments);
  }

  String title() {
    return browser.getTitle();
  }

  /** The cluster in a sentence. */
  String summary() {
    return text("#summary");
  }

  /** Whether the node is heard: {@code live}, or {@code connection lost}. */
  String connection() {
    return text("#live");
  }

  /** What stands above everything else while something is wrong. */
  String notice() {
    return text("#notice:not([hidden])");
  }

  /** The ids of all lanes, in order. */
  List<String> lanes() {
    return strings("return [...document.querySelectorAll('.lane')].map(each => each.dataset.node)");
  }

  /** All that stands in a node's lane. */
  String lane(String id) {
    return text(lane(id, ""));
  }

  /** How many cells of a node's lane are of this kind, as {@code firm} or {@code beyond}. */
  int cells(String id, String kind) {
    return texts(lane(id, ".cell." + kind)).size();
  }

  /** The lanes that are marked as the master's. */
  List<String> masters() {
    return strings(
        "return [...document.querySelectorAll('.lane.master')].map(each => each.dataset.node)");
  }

  private static String lane(String id, String selector) {
    return ".lane[data-node='%s'] %s".formatted(id, selector).strip();
  }

  /** The kinds of what happened, the latest first. */
  List<String> happened() {
    return strings(
        "return [...document.querySelectorAll('#feed li')].map(each => each.dataset.kind)");
  }

  /** Posts with the keyboard alone; {@code seconds}: how long it waits, empty for ever. */
  void post(String message, String w, String seconds) {
    fill("post-timeout", seconds);
    browser.findElement(By.cssSelector("#post-w option[value='%s']".formatted(w))).click();
    fill("post-message", message);
    browser.findElement(By.id("post-message")).sendKeys(Keys.ENTER);
  }

  private void fill(String id, String value) {
    WebElement field = browser.findElement(By.id(id));
    field.clear();
    field.sendKeys(value);
  }

  /** How the latest post stands: {@code waits}, {@code good}, {@code warn} … and its words. */
  String latestPost() {
    return String.valueOf(
        script(
            "const post = document.querySelector('.post');"
                + "return post.className + ': ' + post.querySelector('.words').textContent"));
  }

  /** The nodes that hold the message of the latest post, as far as the page shows. */
  List<String> holders() {
    return strings(
        "return [...document.querySelector('.post').querySelectorAll('.lit')]"
            + ".map(each => each.childNodes[1].textContent)");
  }

  /** Presses the button of the latest post. */
  void pressAction() {
    script("document.querySelector('.post .actions button').click()");
  }

  /** Writers that wait, in words. */
  String waiting() {
    return text("#waiting");
  }

  /** The messages shown, the latest first. */
  List<String> messages() {
    return texts("#message-rows td:nth-child(2) .foreign");
  }

  /** How many elements there are. */
  int count(String selector) {
    return texts(selector).size();
  }

  /** The rows of the table behind the picture, their cells separated by a bar. */
  List<String> table() {
    return strings(
        "return [...document.querySelectorAll('#table-rows tr')]"
            + ".map(row => [...row.children].map(cell => cell.textContent).join('|'))");
  }

  /**
   * What axe-core finds against the rules of accessibility, in this scheme of colours. Without
   * motion: halfway between two colours nothing has the contrast that it is to have.
   */
  List<String> inaccessible(String scheme) {
    browser.executeCdpCommand(
        "Emulation.setEmulatedMedia",
        Map.of(
            "features",
            List.of(
                Map.of("name", "prefers-color-scheme", "value", scheme),
                Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    script(AXE);
    return strings(
        """
        return axe.run().then(found => found.violations.map(
            each => `${each.impact} ${each.id}: ${each.nodes[0].html}`))""");
  }

  /** Errors of scripts, and what the content security policy refused; not answers of the node. */
  List<String> faults() {
    return browser.manage().logs().get(LogType.BROWSER).getAll().stream()
        .filter(each -> each.getLevel().intValue() >= Level.WARNING.intValue())
        .map(LogEntry::getMessage)
        .filter(message -> !message.contains("Failed to load resource"))
        .toList();
  }

  @Override
  public void close() {
    browser.quit();
  }
}
