import type { Page } from "playwright-core";

/** How the editor's secret storage behaves in a window. */
export type SecretsMode = "works" | "givesNothing" | "throws" | "slow" | "writesHeld";

/**
 * The served editor keeps its secrets in the browser's storage, sealed with a key that its server gives out; each window
 * reads them once, at its start. On a desktop all windows share them: here each reads and writes the browser's storage
 * at every call, and tells no other window of a change. `mode` says what goes wrong on purpose. It has to be done again
 * after the page was loaded anew.
 */
export async function shareSecrets(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    const script = document.querySelector('script[src$="/workbench.js"]');
    const { LocalStorageSecretStorageProvider: { prototype } } = await import(script.src);
    const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const state = (globalThis.testSecrets = { mode: "works", held: [], writing: 0, provider: undefined });
    const read = async (provider) => {
      state.provider = provider;
      return provider.load();
    };
    const write = async (provider, values) => {
      provider.secretsPromise = Promise.resolve(values);
      await provider.save();
    };
    const misbehave = async () => {
      if (state.mode === "throws") throw new Error("The keyring is locked.");
      if (state.mode === "slow") await pause(5000);
    };
    prototype.get = async function (key) {
      await misbehave();
      return state.mode === "givesNothing" ? undefined : (await read(this))[key];
    };
    prototype.set = async function (key, value) {
      await misbehave();
      state.writing += 1;
      try {
        const isHeld = state.mode === "writesHeld";
        const isKept = !isHeld || (await new Promise((resolve) => state.held.push(resolve)));
        if (isKept) await write(this, { ...(await read(this)), [key]: value });
      } finally {
        state.writing -= 1;
      }
    };
    prototype.delete = async function (key) {
      await misbehave();
      const { [key]: gone, ...rest } = await read(this);
      await write(this, rest);
    };
    prototype.keys = async function () {
      return Object.keys(await read(this));
    };
  })()`);
}

/** Changes what goes wrong with a window's secret storage. */
export async function setSecretsMode(page: Page, mode: SecretsMode): Promise<void> {
  await page.evaluate(`testSecrets.mode = ${JSON.stringify(mode)}`);
}

/** How many writes are held in a window. */
export async function countHeldWrites(page: Page): Promise<number> {
  return page.evaluate<number>("testSecrets.held.length");
}

/** Lets the held writes through, or drops them, and resolves when the browser's storage has them. */
export async function releaseHeldWrites(page: Page, areKept: boolean): Promise<void> {
  await page.evaluate(`(async () => {
    for (const decide of testSecrets.held.splice(0)) decide(${areKept});
    while (testSecrets.writing > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  })()`);
}

/** The names of the extension's secrets that the browser keeps. */
export async function readSecretKeys(page: Page): Promise<readonly string[]> {
  const keys = await page.evaluate<string[]>("testSecrets.provider?.keys() ?? []");
  return keys.filter((key) => key.includes("eciOps.account."));
}
