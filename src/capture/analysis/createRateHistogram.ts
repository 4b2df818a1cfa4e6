import { maxBuckets, type Rate } from "./captureAnalysis.ts";

/** Counts packets over time with a memory that does not grow. */
export type RateHistogram = {
  /** Takes a packet in constant time, whatever order the times come in; one without a time (NaN) is not counted. */
  add(packet: { readonly relativeNanoseconds: number; readonly wireBytes: number }): void;
  /** From the earliest packet to the latest; 0 without packets. */
  durationNanoseconds(): number;
  /** The first bucket is the one of the earliest packet; borders are multiples of the length from the time 0. */
  rate(): Rate;
};

const shortestBucketNanoseconds = 1_000;

/** An empty histogram: buckets of a microsecond, whose length doubles whenever they would be more than `maxBuckets`. */
export function createRateHistogram(): RateHistogram {
  return new Histogram();
}

class Histogram implements RateHistogram {
  // Bucket k covers the times from k to k + 1 bucket lengths and lies at k modulo maxBuckets.
  #packets = new Float64Array(maxBuckets);
  #bytes = new Float64Array(maxBuckets);
  // Numbers that change with every packet live in a typed array: V8 would box a field's doubles.
  readonly #times = new Float64Array([NaN, NaN]);
  #bucketNanoseconds = shortestBucketNanoseconds;
  #first = 0;
  #last = -1;
  #current = 0;
  #currentPlace = 0;

  add({ relativeNanoseconds, wireBytes }: { relativeNanoseconds: number; wireBytes: number }): void {
    if (!Number.isFinite(relativeNanoseconds)) return;
    const times = this.#times;
    if (!(relativeNanoseconds >= (times[0] ?? NaN))) times[0] = relativeNanoseconds;
    if (!(relativeNanoseconds <= (times[1] ?? NaN))) times[1] = relativeNanoseconds;
    const bucket = Math.floor(relativeNanoseconds / this.#bucketNanoseconds);
    if (bucket !== this.#current || this.#last < this.#first) this.#moveTo(bucket);
    const place = this.#currentPlace;
    this.#packets[place] = (this.#packets[place] ?? 0) + 1;
    this.#bytes[place] = (this.#bytes[place] ?? 0) + wireBytes;
  }

  durationNanoseconds(): number {
    return this.#last < this.#first ? 0 : (this.#times[1] ?? 0) - (this.#times[0] ?? 0);
  }

  rate(): Rate {
    const packets: number[] = [];
    const bytes: number[] = [];
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const place = toPlace(bucket);
      packets.push(this.#packets[place] ?? 0);
      bytes.push(this.#bytes[place] ?? 0);
    }
    return { bucketNanoseconds: this.#bucketNanoseconds, packets, bytes };
  }

  #moveTo(wanted: number): void {
    let bucket = wanted;
    if (this.#last < this.#first) {
      this.#first = bucket;
      this.#last = bucket;
    }
    while (Math.max(this.#last, bucket) - Math.min(this.#first, bucket) >= maxBuckets) {
      this.#double();
      bucket = Math.floor(bucket / 2);
    }
    if (bucket < this.#first) this.#first = bucket;
    if (bucket > this.#last) this.#last = bucket;
    this.#current = bucket;
    this.#currentPlace = toPlace(bucket);
  }

  #double(): void {
    const packets = new Float64Array(maxBuckets);
    const bytes = new Float64Array(maxBuckets);
    for (let bucket = this.#first; bucket <= this.#last; bucket += 1) {
      const from = toPlace(bucket);
      const to = toPlace(Math.floor(bucket / 2));
      packets[to] = (packets[to] ?? 0) + (this.#packets[from] ?? 0);
      bytes[to] = (bytes[to] ?? 0) + (this.#bytes[from] ?? 0);
    }
    this.#packets = packets;
    this.#bytes = bytes;
    this.#first = Math.floor(this.#first / 2);
    this.#last = Math.floor(this.#last / 2);
    this.#bucketNanoseconds *= 2;
  }
}

function toPlace(bucket: number): number {
  const rest = bucket % maxBuckets;
  return rest < 0 ? rest + maxBuckets : rest;
}
