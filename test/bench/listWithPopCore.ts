import RPCClient from "@alicloud/pop-core/lib/rpc.js";

/*
 * Lists every region of a listing server as a program of a few lines does: pop-core, DescribeContainerGroups, 20 a page,
 * one page after the other: listWithPopCore.ts SERVER (a line of JSON).
 */
export type PeerRun = { readonly rows: number; readonly firstRowMs: number; readonly allRowsMs: number };

type Page = { readonly ContainerGroups: readonly unknown[]; readonly NextToken?: string };

const { endpoint, regions, accessKeyId, accessKeySecret } = JSON.parse(process.argv[2] ?? "") as {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly regions: readonly string[];
};
const client = new RPCClient({ endpoint, accessKeyId, accessKeySecret, apiVersion: "2018-08-08" });
const list = (params: object) =>
  client.request<Page>("DescribeContainerGroups", params, { method: "POST", timeout: 30_000 });
await client.request("DescribeRegions", {}, { method: "POST" });
const begin = performance.now();
let firstRowMs = NaN;
let rows = 0;
for (const RegionId of regions) {
  for (let token: string | undefined = ""; token !== undefined;) {
    const page: Page = await list({ RegionId, Limit: 20, ...(token === "" ? {} : { NextToken: token }) });
    rows += page.ContainerGroups.length;
    if (rows > 0 && Number.isNaN(firstRowMs)) firstRowMs = performance.now() - begin;
    token = page.NextToken;
  }
}
const run: PeerRun = { rows, firstRowMs, allRowsMs: performance.now() - begin };
process.stdout.write(`${JSON.stringify(run)}\n`);
