interface Node {
  readonly next: Map<string, number>;
  /** Where to go on when the next word fits nothing here: the longest end of the words so far that something begins with. */
  fail: number;
  /** The name that ends here. */
  form: string | null;
}

/** Names, looked for all at once: each word of a text is looked at once, however many they are (Aho and Corasick). */
export class Names {
  private readonly nodes: Node[] = [{ next: new Map(), fail: 0, form: null }];

  /** @param forms - Words joined by spaces. */
  constructor(forms: Iterable<string>) {
    for (const form of forms) {
      let at = 0;
      for (const word of form.split(' ')) {
        const known = this.node(at).next.get(word);
        if (known === undefined) {
          this.nodes.push({ next: new Map(), fail: 0, form: null });
          this.node(at).next.set(word, this.nodes.length - 1);
        }
        at = known ?? this.nodes.length - 1;
      }
      this.node(at).form = form;
    }
    this.link();
  }

  private node(at: number): Node {
    const node = this.nodes[at];
    if (node === undefined) throw new RangeError(`There is no node ${at}.`);
    return node;
  }

  private link(): void {
    const order = [...this.node(0).next.values()];
    for (let done = 0; done < order.length; done++) {
      const from = order[done] ?? 0;
      for (const [word, to] of this.node(from).next) {
        this.node(to).fail = this.step(this.node(from).fail, word);
        order.push(to);
      }
    }
  }

  private step(from: number, word: string): number {
    let at = from;
    for (;;) {
      const to = this.node(at).next.get(word);
      if (to !== undefined) return to;
      if (at === 0) return 0;
      at = this.node(at).fail;
    }
  }

  /** The names that stand in a text, given as its words. */
  in(words: readonly string[]): string[] {
    const found: string[] = [];
    const seen = new Set<number>();
    let at = 0;
    for (const word of words) {
      at = this.step(at, word);
      // What ends at a node that was seen was told then, and so was all that ends within it.
      for (let end = at; end !== 0 && !seen.has(end); end = this.node(end).fail) {
        seen.add(end);
        const { form } = this.node(end);
        if (form !== null) found.push(form);
      }
    }
    return found;
  }
}
