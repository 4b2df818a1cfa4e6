import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createCrc64 } from "./crc64.ts";

/** A file that can be downloaded. */
export type StoredObject = {
  /** Its name in the bucket, without a leading slash. */
  readonly key: string;
  readonly path: string;
  readonly sizeBytes: number;
  /** With its quotes: the MD5 in upper-case hex, as OSS gives a plain upload. */
  readonly etag: string;
  /** An unsigned decimal number, as in `x-oss-hash-crc64ecma`. */
  readonly crc64: string;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
};

/** The objects of the one bucket; their files lie in `folder`. */
export type ObjectStore = {
  readonly folder: string;
  /** Takes in a file that will not change any more; rejects when it cannot be read. */
  add(path: string, key: string): Promise<StoredObject>;
  get(key: string): StoredObject | undefined;
};

/** An empty store over a folder that exists. */
export function createObjectStore(folder: string, clock: () => number): ObjectStore {
  const objects = new Map<string, StoredObject>();
  return {
    folder,
    async add(path, key) {
      const md5 = createHash("md5");
      const crc = createCrc64();
      for await (const chunk of createReadStream(path) as AsyncIterable<Uint8Array>) {
        md5.update(chunk);
        crc.update(chunk);
      }
      const { size } = await stat(path);
      const etag = `"${md5.digest("hex").toUpperCase()}"`;
      const object = { key, path, sizeBytes: size, etag, crc64: crc.value().toString(), modifiedAt: clock() };
      objects.set(key, object);
      return object;
    },
    get: (key) => objects.get(key),
  };
}
