import * as z from "zod/mini";
import { tcpdumpOptionsSchema, type TcpdumpOptions } from "./options.ts";

export type PresetId = "allTraffic" | "http" | "https" | "dns" | "ping" | "mysql" | "postgresql" | "redis";

/**
 * The captures that most people begin with. A service's port stands on the destination side, which catches what goes
 * to the service, whichever end the instance is; the advice then names the replies that are missing.
 */
export const presets: Readonly<Record<PresetId, TcpdumpOptions>> = {
  allTraffic: { durationSeconds: 30 },
  http: { protocol: "tcp", destPort: 80, durationSeconds: 60 },
  https: { protocol: "tcp", destPort: 443, durationSeconds: 60 },
  dns: { protocol: "udp", destPort: 53, durationSeconds: 60 },
  ping: { protocol: "icmpv4", durationSeconds: 60 },
  mysql: { protocol: "tcp", destPort: 3_306, durationSeconds: 60 },
  postgresql: { protocol: "tcp", destPort: 5_432, durationSeconds: 60 },
  redis: { protocol: "tcp", destPort: 6_379, durationSeconds: 60 },
};

/** A preset of the user's own; its name is shown as plain text. */
export const userPresetSchema = z.strictObject({
  name: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
  options: tcpdumpOptionsSchema,
});

export type UserPreset = Readonly<z.infer<typeof userPresetSchema>>;
