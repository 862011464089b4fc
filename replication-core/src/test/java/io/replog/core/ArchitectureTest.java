package io.replog.core;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.replog.core", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule coreKnowsNoFrameworkNoHttpAndNoDisk =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "jakarta..",
              "org.apache..",
              "java.net.http..",
              "org.rocksdb..",
              "io.github.resilience4j..",
              "io.micrometer..",
              "com.fasterxml..",
              "ch.qos.logback..",
              "io.replog.log.rocksdb..",
              "io.replog.http..",
              "io.replog.master..",
              "io.replog.secondary..");

  @ArchTest
  static final ArchRule partsHaveNoCycles =
      slices().matching("io.replog.core.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule partsKnowNoRole =
      noClasses()
          .that()
          .resideInAPackage("io.replog.core.*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.replog.core");

  @ArchTest
  static final ArchRule rulesOfASecondaryUseNothingOfAMaster =
      noClasses()
          .that()
          .resideInAnyPackage("io.replog.core.replica..", "io.replog.core.joining..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.replog.core.acknowledgement..",
              "io.replog.core.append..",
              "io.replog.core.membership..",
              "io.replog.core.mode..",
              "io.replog.core.progress..",
              "io.replog.core.recovery..",
              "io.replog.core.replication..");

  /** What decides about time and space does so without a clock, a thread or another node. */
  @ArchTest
  static final ArchRule progressKnowsNoOtherNode =
      noClasses()
          .that()
          .resideInAPackage("io.replog.core.progress..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.replog.core.transport..", "io.replog.core.threads..", "io.replog.log..");
}
