import tseslint from "typescript-eslint";

/** Each room with the rooms and packages it may import; an arrow that is not here is a lint error. */
const rooms = {
  "src/eci": {
    rooms: [],
    packages: [
      "zod/mini",
      "@alicloud/pop-core/lib/rpc.js",
      "p-retry",
      "p-limit",
      "node:async_hooks",
      "node:diagnostics_channel",
    ],
  },
  "src/account": { rooms: ["eci"], packages: ["zod/mini"] },
  "src/task": { rooms: ["eci"], packages: ["zod/mini", "p-limit"], node: true },
  "src/capture": { rooms: [], packages: [] },
  "src/simulator": { rooms: ["capture"], packages: [], node: true },
  "src/protocol": { rooms: ["task", "capture"], packages: ["zod/mini"] },
  "src/host": {
    rooms: ["eci", "account", "task", "capture", "simulator", "protocol"],
    packages: ["vscode", "zod/mini"],
    node: true,
  },
  media: {
    rooms: ["protocol", "task", "capture"],
    packages: ["lit", "@vscode-elements", "uplot", "zod/mini"],
  },
};
const allRooms = ["eci", "account", "task", "capture", "simulator", "protocol", "host"];

/** The part of the task room that the form page bundles: nothing of Node in it. */
const tcpdumpOptions = ["src/task/tcpdump", { ...rooms["src/task"], node: false }];

/** What pages bundle. */
const browserSafe = [
  "src/capture/**/*.ts",
  "src/protocol/**/*.ts",
  "src/task/tcpdump/**/*.ts",
  "media/**/*.ts",
];

const escape = (text) => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

function fence([folder, allowed]) {
  const own = allRooms.find((room) => folder.split("/").includes(room));
  const forbidden = allRooms.filter((room) => room !== own && !allowed.rooms.includes(room));
  const packages = allowed.packages.map((name) => `${escape(name)}(/|$)`);
  if (allowed.node) packages.push("node:", "https?$", "net$", "tls$");
  return {
    files: [`${folder}/**/*.ts`],
    rules: {
      "no-restricted-imports": [
        "error",
        {
          patterns: [
            {
              regex: `^\\.{1,2}/(?:.*/)?(?:${[...forbidden, "extension\\.ts", "test", "scripts"].join("|")})(?:/|$)`,
              message: `${folder} may import only: ${allowed.rooms.join(", ") || "no other room"}.`,
            },
            {
              regex: `^(?!\\.)(?!${packages.length > 0 ? packages.join("|") : "$^"})`,
              message: `${folder} may use only these packages: ${allowed.packages.join(", ") || "none"}.`,
            },
            {
              regex: "^node:(https?|net|tls|http2)$",
              message: "The editor proxies only the bare module names (http, https, net, tls).",
            },
          ],
        },
      ],
      "no-restricted-syntax": [
        "error",
        { selector: "ImportExpression", message: "The fences see only what stands at a file's head." },
      ],
    },
  };
}

export default tseslint.config(
  { ignores: ["dist/", "out/", ".vscode-test/", "node_modules/", "test/fixtures/"] },
  ...tseslint.configs.strictTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/consistent-type-imports": "error",
      "@typescript-eslint/no-floating-promises": ["error", { ignoreVoid: false }],
      "@typescript-eslint/switch-exhaustiveness-check": [
        "error",
        { considerDefaultExhaustiveForUnions: true, requireDefaultForNonUnion: true },
      ],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "max-lines": ["error", { max: 300 }],
      eqeqeq: "error",
      "no-console": "error",
    },
  },
  ...[...Object.entries(rooms), tcpdumpOptions].map(fence),
  {
    files: browserSafe,
    rules: {
      "no-restricted-globals": ["error", "Buffer", "process", "require", "__dirname", "setImmediate"],
    },
  },
  {
    files: ["test/**/*.ts", "scripts/**"],
    rules: {
      "no-console": "off",
      "@typescript-eslint/no-non-null-assertion": "off",
      // node:test's describe and it return promises that the runner itself awaits.
      "@typescript-eslint/no-floating-promises": [
        "error",
        {
          ignoreVoid: false,
          allowForKnownSafeCalls: [
            {
              from: "package",
              name: ["describe", "it", "test", "suite", "before", "after"],
              package: "node:test",
            },
          ],
        },
      ],
    },
  },
  { files: ["**/*.mjs", "**/*.cjs"], ...tseslint.configs.disableTypeChecked },
);
