import type { EquivalentCall } from "./equivalentCall.ts";
import { toDoubleQuoted, toReadableQuoted } from "./stringLiteral.ts";

/** The call as a TypeScript module over the official SDK `@alicloud/eci20180808` 2. */
export function buildTypescriptSdk(call: EquivalentCall): string {
  return `// npm install @alicloud/eci20180808 @alicloud/openapi-client
// For ES modules; in a CommonJS project the default import is the client itself: new eci({ ... }).
import eci, { CreateInstanceOpsTaskRequest } from "@alicloud/eci20180808";
import { Config } from "@alicloud/openapi-client";

const client = new eci.default(
  new Config({
    endpoint: ${toDoubleQuoted(call.host)},
    protocol: ${toDoubleQuoted(call.scheme)},
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
    securityToken: process.env.ALIBABA_CLOUD_SECURITY_TOKEN, // only with STS
  }),
);

// Not idempotent: after a timeout look at describeInstanceOpsRecords before asking again.
const response = await client.createInstanceOpsTask(
  new CreateInstanceOpsTaskRequest({
    regionId: ${toDoubleQuoted(call.regionId)},
    containerGroupId: ${toDoubleQuoted(call.instanceId)},
    opsType: ${toDoubleQuoted(call.opsType)},
    opsValue: ${toReadableQuoted(call.opsValue, "'")},
  }),
);
console.log(response.body);
`;
}
