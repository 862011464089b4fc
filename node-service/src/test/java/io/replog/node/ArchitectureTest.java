package io.replog.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(
    packages = "io.replog",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.DoNotIncludeGenerated.class
    })
class ArchitectureTest {

  /** Leaves out what registers the beans, made by an earlier build. */
  static final class DoNotIncludeGenerated implements ImportOption {
    @Override
    public boolean includes(Location location) {
      return !location.contains("__");
    }
  }

  @ArchTest
  static final ArchRule onlyTheConfigurationKnowsWhichEngineElects =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.replog.node.config..", "io.replog.election.ratis..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.replog.election.ratis..", "org.apache.ratis..");

  @ArchTest
  static final ArchRule nobodyUsesTheApi =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.replog.node.api..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.replog.node.api..");

  @ArchTest
  static final ArchRule nobodyElseKnowsEqualNodes =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.replog.node..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.replog.node..");

  @ArchTest
  static final ArchRule fixedMastersAndTheCoreKnowNoElection =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.replog.model..",
              "io.replog.log..",
              "io.replog.core..",
              "io.replog.http..",
              "io.replog.master..",
              "io.replog.secondary..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.replog.election..");

  @ArchTest
  static final ArchRule decisionsKnowNoSpring =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.replog.node.election..",
              "io.replog.node.founding..",
              "io.replog.node.identity..",
              "io.replog.node.master..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "jakarta..", "org.rocksdb..");

  @ArchTest
  static final ArchRule partsOfTheServiceHaveNoCycles =
      slices().matching("io.replog.node.(*)..").should().beFreeOfCycles();
}
