/* What talks to the cloud: a bundle of its own, loaded when the first account is asked. */
export { createEciClient } from "../../eci/createEciClient.ts";
export { createEnvironmentSource, createProfileSource } from "./accountSource.ts";
