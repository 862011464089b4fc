package io.replog.http.settings;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import org.springframework.beans.NullValueInNestedPathException;
import org.springframework.beans.PropertyAccessor;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.util.unit.DataSize;

/**
 * {@code setting} is at most {@code bound}, less {@code reserve}. Both are components of the
 * annotated record or of one in it ({@code limits.body}); where either is absent, nothing is
 * compared.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(AtMost.All.class)
@Constraint(validatedBy = AtMost.Check.class)
public @interface AtMost {

  String setting();

  String bound();

  /** A size that the bound must hold beside the setting, such as {@code 4KB}. */
  String reserve() default "";

  String message() default "";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /** Several of them. */
  @Target(ElementType.TYPE)
  @Retention(RetentionPolicy.RUNTIME)
  @interface All {
    AtMost[] value();
  }

  /** Reads both settings and names the one that is too large. */
  final class Check implements ConstraintValidator<AtMost, Record> {

    private AtMost rule;

    @Override
    public void initialize(AtMost annotation) {
      rule = annotation;
    }

    @Override
    public boolean isValid(Record settings, ConstraintValidatorContext context) {
      var fields = PropertyAccessorFactory.forDirectFieldAccess(settings);
      Object value = read(fields, rule.setting());
      Object bound = read(fields, rule.bound());
      if (value == null || bound == null || amount(value) <= amount(bound) - reserve()) {
        return true;
      }
      context.disableDefaultConstraintViolation();
      context
          .buildConstraintViolationWithTemplate(fault(bound))
          .addPropertyNode(rule.setting())
          .addConstraintViolation();
      return false;
    }

    private static Object read(PropertyAccessor fields, String name) {
      try {
        return fields.getPropertyValue(name);
      } catch (NullValueInNestedPathException e) {
        return null;
      }
    }

    private String fault(Object bound) {
      String reserved = rule.reserve().isEmpty() ? "" : rule.reserve() + " less than ";
      return "must be at most %s%s, which is %s"
          .formatted(reserved, Setting.kebab(rule.bound()), Setting.text(bound));
    }

    private long reserve() {
      return rule.reserve().isEmpty() ? 0 : DataSize.parse(rule.reserve()).toBytes();
    }

    private static long amount(Object value) {
      return switch (value) {
        case Duration duration -> duration.toNanos();
        case DataSize size -> size.toBytes();
        case Number number -> number.longValue();
        default -> throw new IllegalArgumentException("no amount of a " + value.getClass());
      };
    }
  }
}
