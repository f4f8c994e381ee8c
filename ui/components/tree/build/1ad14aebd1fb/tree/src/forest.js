// The codes as a tree, and every way one of them can move. Pure: nothing here knows the page.

/**
 * @typedef {{ id: string, parent: string|null, name: string, colour: string, retired: boolean }} Code
 * @typedef {{ parent: string|null, before: string|null }} Place `before`: the sibling it comes to stand before, null: last
 * @typedef {{ code: Code, depth: number, place: number, siblings: number, isParent: boolean, isOpen: boolean }} Row
 */

export class Forest {
  /** @param {Code[]} codes each after its parent, siblings in their order */
  constructor(codes) {
    this.byId = new Map(codes.map((code) => [code.id, code]));
    this.children = new Map([[null, []]]);
    for (const { id, parent } of codes) {
      const above = this.byId.has(parent) ? parent : null;
      if (!this.children.has(above)) this.children.set(above, []);
      this.children.get(above).push(id);
    }
  }

  has(id) {
    return this.byId.has(id);
  }

  parentOf(id) {
    const { parent } = this.byId.get(id);
    return this.byId.has(parent) ? parent : null;
  }

  siblingsOf(id) {
    return this.children.get(this.parentOf(id));
  }

  childrenOf(id) {
    return this.children.get(id) ?? [];
  }

  /** The ids above a code, nearest first. */
  above(id) {
    const found = [];
    for (let at = this.parentOf(id); at !== null; at = this.parentOf(at)) found.push(at);
    return found;
  }

  /** Every code in reading order. */
  inOrder(parent = null) {
    return this.childrenOf(parent).flatMap((id) => [this.byId.get(id), ...this.inOrder(id)]);
  }

  /**
   * What is drawn: every code that no closed one hides.
   * @param {Set<string>} closed
   * @param {Set<string>|null} only these alone, whatever is closed; null: all
   * @returns {Row[]}
   */
  rows(closed, only = null, parent = null, depth = 0) {
    const ids = this.childrenOf(parent).filter((id) => !only || only.has(id));
    return ids.flatMap((id, place) => {
      const isParent = this.childrenOf(id).some((child) => !only || only.has(child));
      const isOpen = isParent && (only !== null || !closed.has(id));
      const row = { code: this.byId.get(id), depth, place, siblings: ids.length, isParent, isOpen };
      return [row, ...(isOpen ? this.rows(closed, only, id, depth + 1) : [])];
    });
  }

  /** The tree after a move; null when the code would stand below itself or nothing would change. */
  moved(id, { parent, before }) {
    if (!this.has(id) || (parent !== null && !this.has(parent)) || before === id) return null;
    if (parent === id || (parent !== null && this.above(parent).includes(id))) return null;
    const siblings = this.childrenOf(parent).filter((each) => each !== id);
    const at = siblings.indexOf(before);
    siblings.splice(at < 0 ? siblings.length : at, 0, id);
    if (parent === this.parentOf(id) && siblings.join() === this.childrenOf(parent).join()) return null;
    const children = new Map(this.children);
    children.set(this.parentOf(id), this.siblingsOf(id).filter((each) => each !== id));
    children.set(parent, siblings);
    const after = new Forest([]);
    after.byId = new Map(this.byId).set(id, { ...this.byId.get(id), parent });
    after.children = children;
    return after;
  }

  /** One step up among its siblings. @returns {Place|null} */
  up(id) {
    const siblings = this.siblingsOf(id);
    const at = siblings.indexOf(id);
    return at > 0 ? { parent: this.parentOf(id), before: siblings[at - 1] } : null;
  }

  /** One step down among its siblings. @returns {Place|null} */
  down(id) {
    const siblings = this.siblingsOf(id);
    const at = siblings.indexOf(id);
    return at < siblings.length - 1 ? { parent: this.parentOf(id), before: siblings[at + 2] ?? null } : null;
  }

  /** Below the sibling before it, as its last child. @returns {Place|null} */
  indented(id) {
    const siblings = this.siblingsOf(id);
    const above = siblings[siblings.indexOf(id) - 1];
    return above === undefined ? null : { parent: above, before: null };
  }

  /** One level out, right after its parent. @returns {Place|null} */
  outdented(id) {
    const parent = this.parentOf(id);
    if (parent === null) return null;
    const around = this.siblingsOf(parent);
    return { parent: this.parentOf(parent), before: around[around.indexOf(parent) + 1] ?? null };
  }

  /**
   * Where a code dropped on a row goes.
   * @param {Row} row
   * @param {number} height 0 at the row's upper edge to 1 at its lower
   * @returns {Place & { where: "before"|"inside"|"after" }}
   */
  dropPlace({ code, isOpen }, height) {
    const parent = this.parentOf(code.id);
    if (height < 0.28) return { parent, before: code.id, where: "before" };
    if (height < 0.72) return { parent: code.id, before: null, where: "inside" };
    if (isOpen) return { parent: code.id, before: this.childrenOf(code.id)[0] ?? null, where: "after" };
    const siblings = this.siblingsOf(code.id);
    return { parent, before: siblings[siblings.indexOf(code.id) + 1] ?? null, where: "after" };
  }
}

/**
 * The codes whose name fits what was typed, with those above them.
 * @returns {{ hits: Set<string>, shown: Set<string> }|null} null when nothing was typed
 */
export function sieve(forest, typed, folded) {
  const wanted = folded(typed.trim());
  if (!wanted) return null;
  const hits = new Set([...forest.byId.values()].filter(({ name, also }) => folded(`${name} ${also ?? ""}`).includes(wanted)).map(({ id }) => id));
  return { hits, shown: new Set([...hits].flatMap((id) => [id, ...forest.above(id)])) };
}
