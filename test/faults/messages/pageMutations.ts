import * as esbuild from "esbuild";
import type { Page } from "playwright-core";
import { projectFolder } from "../../../scripts/paths.ts";
import type { SampleMessage } from "./mutateMessage.ts";

/** Messages that are made in the page itself: some of them no JSON could carry there. */
export type PageMutations = {
  /** Says so many to the page as the editor does, made from the samples in turn, and gives what is wrong with each once all were heard. */
  tell(samples: readonly SampleMessage[], from: number, count: number): Promise<readonly string[]>;
  /** Says a message with this id, whatever else is wrong with it. */
  tellAnswer(samples: readonly SampleMessage[], id: number, seed: number): Promise<void>;
  /** Says the value of a script's expression. */
  tellValue(expression: string): Promise<void>;
};

const source = `
  export { createRandom } from "./src/simulator/synthetic/random.ts";
  export { mutateMessage } from "./test/faults/messages/mutateMessage.ts";`;

const tellAll = `async (messages) => {
  for (const message of messages) window.postMessage(message);
  // What is posted is heard in its order.
  await new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const hear = ({ ports: [port] }) => port?.postMessage("heard");
    window.addEventListener("message", hear);
    port1.onmessage = () => {
      window.removeEventListener("message", hear);
      resolve();
    };
    window.postMessage("heard?", "*", [port2]);
  });
}`;

/** Puts into the page what makes the messages. */
export async function injectMutations(page: Page): Promise<PageMutations> {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: source, resolveDir: projectFolder, loader: "ts" },
    ...{ bundle: true, format: "iife", globalName: "faults", write: false },
  });
  await page.evaluate(`${outputFiles[0]?.text ?? ""};
    globalThis.faults = faults;
    faults.tellAll = ${tellAll};`);
  return {
    tell: (samples, from, count) =>
      page.evaluate<readonly string[]>(`(async () => {
        const samples = ${JSON.stringify(samples)};
        const mutations = Array.from({ length: ${count} }, (_, index) => {
          const at = ${from} + index;
          return faults.mutateMessage(samples[at % samples.length], faults.createRandom(at));
        });
        await faults.tellAll(mutations.map(({ message }) => message));
        return mutations.map(({ name }) => name);
      })()`),
    tellAnswer: async (samples, id, seed) => {
      const asked = samples
        .filter(({ message }) => ["done", "failed"].includes(String(message["type"])))
        .map((sample) => ({ ...sample, message: { ...sample.message, id } }));
      await page.evaluate(`(async () => {
        const random = faults.createRandom(${seed});
        let message;
        while (message?.id !== ${id}) message = faults.mutateMessage(random.pick(${JSON.stringify(asked)}), random).message;
        await faults.tellAll([message]);
      })()`);
    },
    tellValue: async (expression) => {
      await page.evaluate(`faults.tellAll([${expression}])`);
    },
  };
}
