import type { IncomingMessage } from "http";
import type { Fault } from "./fault.ts";

/** The API's action, or `result` for a download. */
function toAction(request: IncomingMessage): string {
  const action = request.headers["x-acs-action"];
  return typeof action === "string" ? action : "result";
}

/** Asks for each request which fault it shall meet, if any, by its action (`result` for a download). */
export function chooseFault(choose: (action: string) => Fault | undefined): Fault {
  return async (request, response, next) => {
    const fault = choose(toAction(request));
    if (fault === undefined) return next();
    return fault(request, response, next);
  };
}
