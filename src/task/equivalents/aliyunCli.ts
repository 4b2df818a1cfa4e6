import type { EquivalentCall } from "./equivalentCall.ts";
import { toShellWord } from "./stringLiteral.ts";

/** The call as a command of the aliyun CLI for a POSIX shell. */
export function buildAliyunCli(call: EquivalentCall): string {
  const region = toShellWord(call.regionId);
  const flags = [
    // The CLI refuses to start without --region where no profile names one.
    `--region ${region}`,
    `--endpoint ${toShellWord(call.host)}`,
    ...(call.scheme === "http" ? ["--insecure"] : []),
    `--RegionId ${region}`,
    `--ContainerGroupId ${toShellWord(call.instanceId)}`,
    `--OpsType ${call.opsType}`,
    `--OpsValue ${toShellWord(call.opsValue)}`,
  ];
  return `# Install: https://github.com/aliyun/aliyun-cli
# Credentials: ALIBABA_CLOUD_ACCESS_KEY_ID, ALIBABA_CLOUD_ACCESS_KEY_SECRET and, with STS, ALIBABA_CLOUD_SECURITY_TOKEN
${["aliyun eci CreateInstanceOpsTask", ...flags].join(" \\\n  ")}
`;
}
