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

  @ArchTest
  static final ArchRule modulesPointOneWay =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("service")
          .definedBy("io.replog.master..")
          .layer("service-http")
          .definedBy("io.replog.http..")
          .layer("replication-core")
          .definedBy("io.replog.core..")
          .layer("log-store")
          .definedBy("io.replog.log..")
          .layer("common-model")
          .definedBy("io.replog.model..")
          .whereLayer("service")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("service-http")
          .mayOnlyBeAccessedByLayers("service")
          .whereLayer("replication-core")
          .mayOnlyBeAccessedByLayers("service", "service-http")
          .whereLayer("log-store")
          .mayOnlyBeAccessedByLayers("service", "service-http", "replication-core");

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
  static final ArchRule apiKnowsNothingOfHowAMessageIsReplicated =
      noClasses()
          .that()
          .resideInAPackage("io.replog.master.api..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.replog.core.progress..",
              "io.replog.core.recovery..",
              "io.replog.core.replication..",
              "io.replog.core.transport..",
              "io.replog.http.client..",
              "io.replog.master.retry..",
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
