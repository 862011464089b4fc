package io.replog.http.settings;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.util.unit.DataSize;

/**
 * The setting lies between {@code min} and {@code max}, both included, which are written as in a
 * configuration: {@code 3}, {@code 10ms}, {@code 8MB}. For numbers, durations and sizes; an absent
 * optional setting passes.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = InRange.Check.class)
public @interface InRange {

  String min();

  String max();

  String message() default "must be from {min} to {max}";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Compares the value with the bounds, read as values of its own type. */
  final class Check implements ConstraintValidator<InRange, Object> {

    private InRange range;

    @Override
    public void initialize(InRange annotation) {
      range = annotation;
    }

    @Override
    public boolean isValid(Object value, ConstraintValidatorContext context) {
      return switch (value) {
        case null -> true;
        case Duration duration ->
            isBetween(
                DurationStyle.detectAndParse(range.min()),
                duration,
                DurationStyle.detectAndParse(range.max()));
        case DataSize size ->
            isBetween(DataSize.parse(range.min()), size, DataSize.parse(range.max()));
        case Number number ->
            number.doubleValue() >= Double.parseDouble(range.min())
                && number.doubleValue() <= Double.parseDouble(range.max());
        default -> throw new IllegalArgumentException("no range of a " + value.getClass());
      };
    }

    private static <T extends Comparable<T>> boolean isBetween(T min, T value, T max) {
      return value.compareTo(min) >= 0 && value.compareTo(max) <= 0;
    }
  }
}
