// The media keys of keyboards, headsets and pedals. The system is told nothing of what is played: no title, no picture.

const ACTS = {
  play: (player) => { if (player.audio.paused) player.toggle(); },
  pause: (player) => player.pause(),
  seekbackward: (player) => player.stepBack(),
  seekforward: (player) => player.stepForward(),
};

/**
 * Let the media keys act on a player; a function that ends it.
 * @param {import("./player.js").Player} player
 */
export function answerMediaKeys(player) {
  const { mediaSession } = navigator;
  if (!mediaSession) return () => {};
  const names = /** @type {MediaSessionAction[]} */ (Object.keys(ACTS));
  for (const name of names) mediaSession.setActionHandler(name, () => ACTS[name](player));
  return () => { for (const name of names) mediaSession.setActionHandler(name, null); };
}
