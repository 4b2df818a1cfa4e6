import { html, type TemplateResult } from "lit/html.js";
import type { Severity } from "../../src/capture/findings/finding.ts";

export const errorIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <circle cx="8" cy="8" r="6.4" />
  <path d="M5.6 5.6l4.8 4.8M10.4 5.6l-4.8 4.8" />
</svg>`;

export const warningIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M8 1.8 1.4 13.7h13.2L8 1.8z" stroke-linejoin="round" />
  <path d="M8 6.2v3.8M8 11.3v1.1" />
</svg>`;

export const noteIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <circle cx="8" cy="8" r="6.4" />
  <path d="M8 7.2v4.2M8 4.5v1.2" />
</svg>`;

export const filterIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M2 3h12l-4.6 5.4v4.4l-2.8-1.4v-3L2 3z" stroke-linejoin="round" />
</svg>`;

export const closeIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3.8 3.8l8.4 8.4M12.2 3.8l-8.4 8.4" />
</svg>`;

export const chevronIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M5.8 3.6 10.2 8l-4.4 4.4" />
</svg>`;

export const downIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3.6 5.8 8 10.2l4.4-4.4" />
</svg>`;

export const exportIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M8 2v8.2M4.8 7.2 8 10.4l3.2-3.2M2.6 13.4h10.8" />
</svg>`;

export const reloadIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M13 8a5 5 0 1 1-1.5-3.6M11.8 1.6v3h-3" />
</svg>`;

export const historyIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M3 8a5 5 0 1 0 1.5-3.6M4.2 1.6v3h3M8 5.2V8l2 1.4" />
</svg>`;

export const followIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M2 5.2h10M9.4 2.6 12 5.2 9.4 7.8M14 10.8H4M6.6 8.2 4 10.8l2.6 2.6" />
</svg>`;

export const copyIcon = html`<svg class="icon" viewBox="0 0 16 16" aria-hidden="true">
  <path d="M5.4 5.4h8.2v8.2H5.4zM10.6 5.4V2.4H2.4v8.2h3" stroke-linejoin="round" />
</svg>`;

const severityIcons: Readonly<Record<Severity, TemplateResult>> = {
  error: errorIcon,
  warning: warningIcon,
  note: noteIcon,
};

export function severityIcon(severity: Severity): TemplateResult {
  return severityIcons[severity];
}
