import { CloudError } from "../cloudError.ts";
import type { EciClient, StatusQuery } from "../eciClient.ts";
import type { InstancePage } from "../model.ts";
import { toLocalError } from "../toAnswer.ts";

/**
 * The pages of a region, each as soon as it is there: rows of DescribeContainerGroupStatus, 200 a page. Where that
 * action is refused, or gives nothing while DescribeContainerGroups gives something, the pages are of the latter: 20
 * whole instances each. Throws a `CloudError`, of its own (`RepeatedNextToken`) where the pages go in a circle.
 */
export async function* readPages(
  client: EciClient,
  regionId: string,
  signal: AbortSignal,
): AsyncGenerator<InstancePage> {
  const pages = readStatusPages(client, { regionId }, signal);
  const first = await pages.next().catch((error: unknown) => {
    if (isRefusal(error)) return undefined;
    throw error;
  });
  if (first?.done === false && first.value.instances.length > 0) {
    yield first.value;
    yield* pages;
    return;
  }
  // An identity without the permission gets an empty list and no error.
  yield* inTurn((nextToken) => client.describeInstances({ regionId, nextToken }, signal));
}

/** The pages of DescribeContainerGroupStatus alone. Throws as `readPages` does. */
export function readStatusPages(
  client: EciClient,
  query: Omit<StatusQuery, "nextToken">,
  signal: AbortSignal,
): AsyncGenerator<InstancePage> {
  return inTurn((nextToken) => client.describeStatuses({ ...query, nextToken }, signal));
}

async function* inTurn(
  read: (nextToken: string | undefined) => Promise<InstancePage>,
): AsyncGenerator<InstancePage> {
  const tokens = new Set<string>();
  let nextToken: string | undefined;
  do {
    const page = await read(nextToken);
    yield page;
    nextToken = page.nextToken;
    // A service that hands out a token again would page for ever, in a longer circle too.
    if (nextToken !== undefined && tokens.has(nextToken))
      throw toLocalError("protocol", "RepeatedNextToken", undefined, { outcomeUnknown: false });
    tokens.add(nextToken ?? "");
  } while (nextToken !== undefined);
}

function isRefusal(error: unknown): boolean {
  return error instanceof CloudError && /^(?:Forbidden|NoPermission)/u.test(error.details.code);
}
