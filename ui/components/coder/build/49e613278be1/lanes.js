// Stripes that overlap stand beside one another: greedy interval packing.

/**
 * A lane for every bar, so that no two bars in a lane touch. Bars must be sorted by `top`.
 * @param {{ top: number, bottom: number }[]} bars
 * @returns {number[]} the lane of each bar, from 0
 */
export function lanesOf(bars) {
  const ends = [];
  return bars.map(({ top, bottom }) => {
    const free = ends.findIndex((end) => end < top);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = bottom;
    return lane;
  });
}
