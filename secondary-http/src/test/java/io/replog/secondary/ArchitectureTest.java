package io.replog.secondary;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.replog", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule faultsKnowNoSpring =
      noClasses()
          .that()
          .resideInAPackage("io.replog.secondary.faults..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta..", "org.rocksdb..");

  @ArchTest
  static final ArchRule nobodyUsesTheApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.replog.secondary.api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.replog.secondary.api..");

  @ArchTest
  static final ArchRule partsOfTheServiceHaveNoCycles =
      slices().matching("io.replog.secondary.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modulesPointOneWay =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.replog.model..", "io.replog.log..", "io.replog.core..", "io.replog.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.replog.secondary..", "io.replog.master..");

  @ArchTest
  static final ArchRule serviceUsesNoRocksDb =
      noClasses()
          .that()
          .resideInAPackage("io.replog.secondary..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");
}
