package io.replog.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.ValidatorFactory;
import java.time.Duration;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/** Both bounds belong to the range, whatever the type. */
class InRangeTest {

  private static final ValidatorFactory FACTORY =
      Validation.byDefaultProvider()
          .configure()
          .messageInterpolator(new ParameterMessageInterpolator())
          .buildValidatorFactory();

  @AtMost(setting = "size", bound = "most", reserve = "1KB")
  record Settings(
      @InRange(min = "1", max = "3") long number,
      @InRange(min = "0", max = "0.5") double chance,
      @InRange(min = "10ms", max = "1h") Duration pause,
      @InRange(min = "1KB", max = "1MB") DataSize size,
      DataSize most) {}

  @AfterAll
  static void close() {
    FACTORY.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 0,    10ms,   1KB,    2MB, 0",
    "3, 0.5,  1h,     1MB,    2MB, 0",
    "0, 0,    10ms,   1KB,    2MB, 1",
    "4, 0,    10ms,   1KB,    2MB, 1",
    "1, -0.1, 10ms,   1KB,    2MB, 1",
    "1, 0.51, 10ms,   1KB,    2MB, 1",
    "1, NaN,  10ms,   1KB,    2MB, 1",
    "1, 0,    9999us, 1KB,    2MB, 1",
    "1, 0,    61m,    1KB,    2MB, 1",
    "1, 0,    10ms,   1023B,  2MB, 1",
    "1, 0,    10ms,   1025KB, 2MB, 1",
    "1, 0,    10ms,   1KB,    2KB, 0",
    "1, 0,    10ms,   1KB,    2047B, 1",
    "1, 0,    ,       ,       2KB, 0",
    "1, 0,    10ms,   1KB,    ,    0"
  })
  void settingOutOfItsRangeIsFound(
      long number, double chance, String pause, String size, String most, int faults) {
    var settings =
        new Settings(
            number,
            chance,
            pause == null ? null : DurationStyle.detectAndParse(pause),
            size == null ? null : DataSize.parse(size),
            most == null ? null : DataSize.parse(most));

    assertThat(FACTORY.getValidator().validate(settings)).hasSize(faults);
  }
}
