package dev.millrace.compatibility;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/// `src/test/terraform/main.tf` by the real Terraform and its AWS provider, which looks at what it
/// changed after ten seconds only.
@ExtendWith(SharedServer.class)
@Tag("slow")
class TerraformTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The provider takes only regions that are named as real ones are.
    @Test
    void appliesDriftsNowhereChangesAndDestroys(Shell server, @TempDir Path folder)
            throws Exception {
        Tools.needTerraform(server);
        try (Shell shell = Shell.open(server.port(), "eu-central-1");
                Terraform terraform = Terraform.init(shell, folder)) {
            terraform.apply();
            terraform.hasNothingToDo();
            isOrders(terraform, "PROVISIONED", 1, 24, "test");

            String[] larger = {"shards=2", "retention=48", "stage=live"};
            terraform.apply(larger);
            terraform.hasNothingToDo(larger);
            isOrders(terraform, "PROVISIONED", 2, 48, "live");

            String[] onDemand = {"mode=ON_DEMAND", "retention=24", "stage=live"};
            terraform.apply(onDemand);
            terraform.hasNothingToDo(onDemand);
            isOrders(terraform, "ON_DEMAND", 2, 24, "live");

            terraform.destroy();
            assertEquals(
                    "",
                    shell.run(
                                    "aws",
                                    "kinesis",
                                    "list-streams",
                                    "--query",
                                    "StreamNames",
                                    "--output",
                                    "text")
                            .succeeded()
                            .out()
                            .strip());
        }
    }

    private static void isOrders(
            Terraform terraform, String mode, int shards, int retention, String stage)
            throws Exception {
        assertEquals(
                JSON.createObjectNode()
                        .put("consumer", "ACTIVE")
                        .put("mode", mode)
                        .put("retention", retention)
                        .put("shards", shards)
                        .put("stage", stage)
                        .put("status", "ACTIVE"),
                JSON.readTree(terraform.output("orders")));
    }
}
