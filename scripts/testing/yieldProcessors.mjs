import { setPriority } from "node:os";

/* Preloaded by tests that have no hurry: others that measure how soon something happens get the processors first. */
const priority = 12;
setPriority(priority);
