import type { Fault } from "./fault.ts";

/** Resets the connection as soon as the request has come, which is not carried out. */
export const resetUnread: Fault = ({ socket }) => {
  socket.resetAndDestroy();
  return Promise.resolve();
};
