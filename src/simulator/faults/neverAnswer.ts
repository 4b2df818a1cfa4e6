import type { Fault } from "./fault.ts";

/** Takes the request and never says anything; nothing is carried out. */
export const neverAnswer: Fault = (request) => {
  request.resume();
  return Promise.resolve();
};
