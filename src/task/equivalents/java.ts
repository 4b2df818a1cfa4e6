import type { EquivalentCall } from "./equivalentCall.ts";
import { toJavaQuoted } from "./stringLiteral.ts";

/** The call as a Java program over the official SDK `com.aliyun:eci20180808`. */
export function buildJava(call: EquivalentCall): string {
  return `// Maven: com.aliyun:eci20180808 (brings com.aliyun:tea-openapi)
import com.aliyun.eci20180808.Client;
import com.aliyun.eci20180808.models.CreateInstanceOpsTaskRequest;
import com.aliyun.teaopenapi.models.Config;

public class CreateInstanceOpsTask {
    public static void main(String[] args) throws Exception {
        Client client = new Client(new Config()
                .setEndpoint(${toJavaQuoted(call.host)})
                .setProtocol(${toJavaQuoted(call.scheme)})
                .setAccessKeyId(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_ID"))
                .setAccessKeySecret(System.getenv("ALIBABA_CLOUD_ACCESS_KEY_SECRET"))
                .setSecurityToken(System.getenv("ALIBABA_CLOUD_SECURITY_TOKEN"))); // null without STS

        // Not idempotent: after a timeout look at describeInstanceOpsRecords before asking again.
        var response = client.createInstanceOpsTask(new CreateInstanceOpsTaskRequest()
                .setRegionId(${toJavaQuoted(call.regionId)})
                .setContainerGroupId(${toJavaQuoted(call.instanceId)})
                .setOpsType(${toJavaQuoted(call.opsType)})
                .setOpsValue(${toJavaQuoted(call.opsValue)}));
        System.out.println(response.getBody().getResult());
    }
}
`;
}
