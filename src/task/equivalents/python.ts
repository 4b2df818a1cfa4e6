import type { EquivalentCall } from "./equivalentCall.ts";
import { toDoubleQuoted, toReadableQuoted } from "./stringLiteral.ts";

/** The call as a Python 3 script over the official SDK `alibabacloud_eci20180808`. */
export function buildPython(call: EquivalentCall): string {
  return `# pip install alibabacloud_eci20180808
import os

from alibabacloud_eci20180808.client import Client
from alibabacloud_eci20180808.models import CreateInstanceOpsTaskRequest
from alibabacloud_tea_openapi.models import Config

client = Client(
    Config(
        endpoint=${toDoubleQuoted(call.host)},
        protocol=${toDoubleQuoted(call.scheme)},
        access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
        access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
        security_token=os.environ.get("ALIBABA_CLOUD_SECURITY_TOKEN"),  # only with STS
    )
)

# Not idempotent: after a timeout look at describe_instance_ops_records before asking again.
response = client.create_instance_ops_task(
    CreateInstanceOpsTaskRequest(
        region_id=${toDoubleQuoted(call.regionId)},
        container_group_id=${toDoubleQuoted(call.instanceId)},
        ops_type=${toDoubleQuoted(call.opsType)},
        ops_value=${toReadableQuoted(call.opsValue, "'")},
    )
)
print(response.body)
`;
}
