package org.scrubber.batch;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks code in a hot package that may allocate, because it runs rarely or only while starting.
 *
 * <p>The rule that hot methods neither allocate nor box stops at it, so the reason is mandatory.
 */
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface ColdPath {
  /** Returns why this is not on the path of every packet, for example "once a window". */
  String value();
}
