package io.replog.master;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.replog", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String[] DOMAIN = {
    "io.replog.master.append..",
    "io.replog.master.replication..",
    "io.replog.master.membership..",
    "io.replog.master.recovery..",
    "io.replog.master.mode.."
  };

  @ArchTest
  static final ArchRule modulesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("service")
          .definedBy("io.replog.master..")
          .layer("service-http")
          .definedBy("io.replog.http..")
          .layer("log-store")
          .definedBy("io.replog.log..")
          .layer("common-model")
          .definedBy("io.replog.model..")
          .whereLayer("service")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("service-http")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("log-store")
          .mayOnlyBeAccessedByLayers("service", "service-http");

  @ArchTest
  static final ArchRule modelAndLogKnowNoFramework =
      noClasses()
          .that()
          .resideInAnyPackage("io.replog.model..", "io.replog.log..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.springframework..",
              "jakarta..",
              "org.apache..",
              "com.fasterxml..",
              "java.net.http..");

  @ArchTest
  static final ArchRule onlyTheAdapterKnowsRocksDb =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.replog.log.rocksdb..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  @ArchTest
  static final ArchRule logKnowsOnlyItsPortToTheDisk =
      noClasses()
          .that()
          .resideInAnyPackage("io.replog.log", "io.replog.log.storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.replog.log.rocksdb..");

  @ArchTest
  static final ArchRule rulesOfTheMasterKnowNoFrameworkNoHttpAndNoDisk =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .or()
          .resideInAPackage("io.replog.master.start..")
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
              "com.fasterxml.jackson.databind..",
              "com.fasterxml.jackson.core..",
              "io.replog.http..",
              "io.replog.log.rocksdb..");

  @ArchTest
  static final ArchRule rulesOfTheMasterUseNoAdapterOfIt =
      noClasses()
          .that()
          .resideInAnyPackage(DOMAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.replog.master.api..",
              "io.replog.master.link..",
              "io.replog.master.retry..",
              "io.replog.master.report..",
              "io.replog.master.config..",
              "io.replog.master.cluster..");

  @ArchTest
  static final ArchRule apiKnowsNothingOfHowAMessageIsReplicated =
      noClasses()
          .that()
          .resideInAPackage("io.replog.master.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.replog.master.replication..",
              "io.replog.master.link..",
              "io.replog.master.retry..",
              "io.replog.master.recovery..",
              "org.apache.hc..");

  @ArchTest
  static final ArchRule nobodyUsesTheApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.replog.master.api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.replog.master.api..");

  @ArchTest
  static final ArchRule partsOfTheServiceHaveNoCycles =
      slices().matching("io.replog.master.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule partsOfSharedHttpHaveNoCycles =
      slices().matching("io.replog.http.(*)..").should().beFreeOfCycles();
}
