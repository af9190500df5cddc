/** What was used and paid over a period; cost in any one currency. */
export interface Use {
  requests: number;
  tokens: number;
  cost: number;
}

/** A change of cost, in its currency, by cause; the three add up to `change`. */
export interface CostEffects {
  /** More or fewer requests. */
  volume: number;
  /** Longer or shorter ones. */
  tokensPerRequest: number;
  /** Dearer or cheaper tokens: another price, or another mix of models and of kinds of token. */
  pricePerToken: number;
  change: number;
}

/**
 * Why a cost changed: cost = requests × tokens per request × price per token, and each factor is charged with the logarithm
 * of what it multiplied the cost by, over that of all three: the logarithmic mean Divisia index (LMDI-I, Ang 2004, 2005).
 * It leaves no residual, treats both periods alike and stays of the order of the costs however wildly two factors move
 * against each other. Where one of the costs is 0 the factor that is 0 has made the change, which is what the index tends
 * to (Ang & Liu 2007); one that changes its sign, as credits do, has changed by price.
 *
 * A factor that one period does not tell (tokens per request of no requests, say) is taken to be as in the other, so that
 * all of what is new or gone is volume. Cost without tokens, such as that of pictures, is cost per request: it moves by
 * volume and price alone. Of one model the price is the price; of many, it is the mix too, which {@link sumOfEffects} over
 * the models keeps out. Requests and tokens are not below 0.
 */
export function costEffects(before: Use, now: Use): CostEffects {
  const [from, to] = [sizeOf(before, now), sizeOf(now, before)];
  const change = now.cost - before.cost;
  if (before.cost * now.cost <= 0) {
    const none = { volume: 0, tokensPerRequest: 0, pricePerToken: 0, change };
    if (from.requests * to.requests === 0) return { ...none, volume: change };
    if (from.length * to.length === 0) return { ...none, tokensPerRequest: change };
    return { ...none, pricePerToken: change };
  }
  const mean = logarithmicMean(before.cost, now.cost);
  const volume = mean * Math.log(to.requests / from.requests);
  const tokensPerRequest = mean * Math.log(to.length / from.length);
  return { volume, tokensPerRequest, pricePerToken: change - volume - tokensPerRequest, change };
}

/** Effects of groups, added up: their sum is the change of the total cost. */
export function sumOfEffects(effects: readonly CostEffects[]): CostEffects {
  const sum = (of: keyof CostEffects) => effects.reduce((sum, each) => sum + each[of], 0);
  return {
    volume: sum('volume'),
    tokensPerRequest: sum('tokensPerRequest'),
    pricePerToken: sum('pricePerToken'),
    change: sum('change'),
  };
}

interface Size {
  requests: number;
  /** Tokens a request. */
  length: number;
}

/** What a use tells, and where it does not what the other does; what cost something is of some size. */
function sizeOf(use: Use, other: Use): Size {
  const length = lengthOf(use, other);
  if (use.requests !== 0) return { requests: use.requests, length };
  if (use.tokens !== 0) return { requests: use.tokens / length, length };
  return { requests: use.cost === 0 ? 0 : other.requests || 1, length };
}

function lengthOf(use: Use, other: Use): number {
  if (use.tokens === 0 && other.tokens === 0) return 1;
  if (tellsLength(use)) return use.tokens / use.requests;
  return tellsLength(other) ? other.tokens / other.requests || 1 : 1;
}

/** What cost something without tokens had something else in their place. */
const tellsLength = ({ requests, tokens, cost }: Use): boolean =>
  requests !== 0 && (tokens !== 0 || cost === 0);

/** Of two numbers of one sign: between them, their difference over that of their logarithms. */
function logarithmicMean(a: number, b: number): number {
  if (a === b) return a;
  // From the smaller one up, as the logarithm of what is nearly 0 would lose all digits.
  const [least, most] = Math.abs(a) < Math.abs(b) ? [a, b] : [b, a];
  return (most - least) / Math.log1p((most - least) / least);
}
