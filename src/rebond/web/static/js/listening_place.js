/* Which word was heard at a place of a text that has been corrected since, and where a heard word stands in it now: what
   was heard and what stands there are laid beside one another by their longest common subsequence. */
const TOKENS = /[\p{L}\p{N}]+|[^\s\p{L}\p{N}]/gu;

const tokensOf = (text) =>
  [...text.matchAll(TOKENS)].map(({ 0: sign, index }) => ({ sign: sign.toLowerCase(), from: index, to: index + sign.length }));

/* For each token of `one` its partner's number in `other`, -1 where it has none. */
const partners = (one, other) => {
  const lengths = Array.from({ length: one.length + 1 }, () => new Uint16Array(other.length + 1));
  for (let i = one.length - 1; i >= 0; i -= 1) {
    for (let j = other.length - 1; j >= 0; j -= 1) {
      const isSame = one[i].sign === other[j].sign;
      lengths[i][j] = isSame ? lengths[i + 1][j + 1] + 1 : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
    }
  }
  const found = new Array(one.length).fill(-1);
  for (let i = 0, j = 0; i < one.length && j < other.length; ) {
    if (one[i].sign === other[j].sign) found[i++] = j++;
    else if (lengths[i + 1][j] >= lengths[i][j + 1]) i += 1;
    else j += 1;
  }
  return found;
};

/* What lies between the nearest tokens with a partner: the first and the last number in `other`, and how far in it is. */
const between = (found, number, size) => {
  const before = found.slice(0, number).findLastIndex((partner) => partner >= 0);
  const after = found.findIndex((partner, at) => at > number && partner >= 0);
  const first = before < 0 ? 0 : found[before] + 1;
  const last = after < 0 ? size - 1 : found[after] - 1;
  const share = (number - before - 1) / ((after < 0 ? found.length : after) - before - 1);
  return { first, last, share };
};

export class Heard {
  #tokens;

  constructor(words) {
    this.#tokens = words.flatMap((word, number) => tokensOf(word).map((token) => ({ ...token, word: number })));
  }

  /* The number of the word that was heard where the caret is; a caret right behind a word is on it. */
  wordAt(text, caret) {
    const now = tokensOf(text);
    if (now.length === 0 || this.#tokens.length === 0) return 0;
    const number = Math.max(0, now.findLastIndex(({ from, sign }) => from <= caret && /[\p{L}\p{N}]/u.test(sign)));
    const found = partners(now, this.#tokens);
    if (found[number] >= 0) return this.#tokens[found[number]].word;
    const { first, last, share } = between(found, number, this.#tokens.length);
    const place = last < first ? Math.max(0, first - 1) : first + Math.floor(share * (last - first + 1));
    return this.#tokens[place].word;
  }

  /* From where to where the word of this number is in the text now, and whether it is still that word. */
  placeOf(number, text) {
    const now = tokensOf(text);
    const found = partners(this.#tokens, now);
    const own = this.#tokens.flatMap(({ word, sign }, at) => (word === number && /[\p{L}\p{N}]/u.test(sign) ? [at] : []));
    const kept = own.filter((at) => found[at] >= 0).map((at) => now[found[at]]);
    if (kept.length) return { from: kept[0].from, to: kept.at(-1).to, isSame: kept.length === own.length };
    if (own.length === 0) return { from: 0, to: 0, isSame: false };
    const { first, last } = between(found, own[0], now.length);
    const from = now[first]?.from ?? text.length;
    return { from, to: last < first ? from : now[last].to, isSame: false };
  }
}
