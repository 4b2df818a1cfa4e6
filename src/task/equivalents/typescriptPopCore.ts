import type { EquivalentCall } from "./equivalentCall.ts";
import { toDoubleQuoted, toReadableQuoted } from "./stringLiteral.ts";

/** The call as a TypeScript module over `@alicloud/pop-core` 1.8. */
export function buildTypescriptPopCore(call: EquivalentCall): string {
  return `// npm install @alicloud/pop-core
import RPCClient from "@alicloud/pop-core";

const client = new RPCClient({
  endpoint: ${toDoubleQuoted(`${call.scheme}://${call.host}`)},
  apiVersion: "2018-08-08",
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID!,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET!,
  securityToken: process.env.ALIBABA_CLOUD_SECURITY_TOKEN, // only with STS
});

// Not idempotent: after a timeout look at DescribeInstanceOpsRecords before asking again.
const response = await client.request(
  "CreateInstanceOpsTask",
  {
    RegionId: ${toDoubleQuoted(call.regionId)},
    ContainerGroupId: ${toDoubleQuoted(call.instanceId)},
    OpsType: ${toDoubleQuoted(call.opsType)},
    OpsValue: ${toReadableQuoted(call.opsValue, "'")},
  },
  { method: "POST", timeout: 30_000 },
);
console.log(response);
`;
}
