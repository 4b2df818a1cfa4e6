import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import path from "node:path";

/** First of all the one that draws no windows of its own: with it the same tests take a quarter less time. */
const headlessShell = "chromium-headless-shell";
const names = [
  headlessShell,
  ...["google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "microsoft-edge"],
];
const usualPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
  ...["PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"].flatMap((name) => {
    const folder = process.env[name];
    return folder === undefined
      ? []
      : [
          path.join(folder, "Google/Chrome/Application/chrome.exe"),
          path.join(folder, "Microsoft/Edge/Application/msedge.exe"),
        ];
  }),
];

/** Switches for a browser without a display that asks nothing of the network; root has no sandbox. */
export const browserArguments = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

/** The path of a Chrome, Chromium or Edge; installs one of Debian's packages where we are root, and throws one clear sentence where there is none. */
export function findBrowser(): string {
  const found = findInstalled();
  if (found !== undefined) return found;
  if (process.getuid?.() === 0 && spawnSync("apt-get", ["--version"]).status === 0) {
    console.error(`Installing ${headlessShell} (apt-get)…`);
    const options = {
      stdio: ["ignore", 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
    } satisfies Parameters<typeof spawnSync>[2];
    spawnSync("apt-get", ["update", "-qq"], options);
    // Not every Debian and what comes of it has the first.
    for (const name of [headlessShell, "chromium"]) {
      spawnSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", name], options);
      const installed = findInstalled();
      if (installed !== undefined) return installed;
    }
  }
  throw new Error(
    "No browser was found: install Google Chrome or Chromium (Debian: apt-get install chromium).",
  );
}

function findInstalled(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(path.delimiter).filter((folder) => folder !== "");
  const onPath = names.flatMap((name) => folders.map((folder) => path.join(folder, name)));
  return [...onPath, ...usualPaths].find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
