package io.replog.http.settings;

import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Role;
import org.springframework.stereotype.Component;
import org.springframework.validation.beanvalidation.LocalValidatorFactoryBean;

/**
 * Validates Replog's own settings; Spring looks it up by its name, before it binds the first ones.
 * It is the only Bean Validation of the node, and has no expression language: {@code @Validated} on
 * the settings would start a second one, beside the one that Spring MVC starts.
 */
@Component(EnableConfigurationProperties.VALIDATOR_BEAN_NAME)
@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
public final class SettingsValidator extends LocalValidatorFactoryBean {

  public SettingsValidator() {
    setMessageInterpolator(new ParameterMessageInterpolator());
  }

  /**
   * Spring calls this for every object that it binds, Spring Boot's own and nested ones included.
   */
  @Override
  public boolean supports(Class<?> type) {
    return type.isRecord() && type.isAnnotationPresent(ConfigurationProperties.class);
  }
}
