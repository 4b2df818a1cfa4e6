import { isLoopbackEndpoint } from "./regions.ts";

/** What is wrong with an endpoint that a user wrote. */
export type EndpointProblem =
  | "empty"
  | "notAnAddress"
  /** Only https, and http on loopback. */
  | "insecure"
  | "holdsCredentials"
  /** A path, a query or a fragment behind the host. */
  | "holdsPath"
  /** A placeholder other than `{region}`. */
  | "unknownPlaceholder";

/** Thrown by `parseEndpointSetting`. */
export class EndpointError extends Error {
  override readonly name = "EndpointError";
  readonly problem: EndpointProblem;

  constructor(problem: EndpointProblem) {
    super(problem);
    this.problem = problem;
  }
}

/**
 * The endpoint that a user wrote, as `toEciEndpoint` takes it: with a scheme (https where none is given), without a
 * slash at its end, `{region}` kept. Throws an `EndpointError`.
 */
export function parseEndpointSetting(text: string): string {
  const trimmed = text.trim();
  if (trimmed === "") throw new EndpointError("empty");
  const template = /^[a-z][a-z0-9+.-]*:\/\//iu.test(trimmed) ? trimmed : `https://${trimmed}`;
  const filled = template.replaceAll("{region}", "cn-hangzhou");
  if (/[{}]/u.test(filled)) throw new EndpointError("unknownPlaceholder");
  if (/[\s\\]/u.test(filled) || !URL.canParse(filled)) throw new EndpointError("notAnAddress");
  const url = new URL(filled);
  if (url.username !== "" || url.password !== "") throw new EndpointError("holdsCredentials");
  if (url.pathname !== "/" || /[?#]/u.test(filled)) throw new EndpointError("holdsPath");
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackEndpoint(template))) {
    throw new EndpointError("insecure");
  }
  return template.replace(/\/+$/u, "");
}
