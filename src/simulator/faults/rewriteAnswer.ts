import type { Fault } from "./fault.ts";

/** Carries the call out and sends what `change` makes of the fields of its answer. */
export function rewriteAnswer(
  change: (fields: Readonly<Record<string, unknown>>) => Readonly<Record<string, unknown>>,
): Fault {
  return async (_request, response, next) => {
    const writeHead = response.writeHead.bind(response);
    const end = response.end.bind(response);
    let status = 200;
    const holdHead = (given: number) => {
      status = given;
      return response;
    };
    const changeBody = (body: Uint8Array) => {
      const fields = JSON.parse(Buffer.from(body).toString()) as Readonly<Record<string, unknown>>;
      const changed = Buffer.from(JSON.stringify(change(fields)));
      const length = { "Content-Length": changed.length };
      writeHead(status, { "Content-Type": "application/json;charset=utf-8", ...length });
      return end(changed);
    };
    response.writeHead = holdHead;
    response.end = changeBody as typeof response.end;
    await next();
  };
}
