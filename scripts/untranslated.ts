import { registerHooks } from "node:module";

/*
 * Lets a script import what the host says: afterwards `vscode` is a module whose `l10n.t` gives its text as it stands
 * in the source. The gaps of a text are left to who shows it.
 */
const source = "export const l10n = { t: (text) => text };";
const url = `data:text/javascript,${encodeURIComponent(source)}`;

registerHooks({
  resolve: (specifier, context, nextResolve) =>
    specifier === "vscode" ? { url, shortCircuit: true } : nextResolve(specifier, context),
});
