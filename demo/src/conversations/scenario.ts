import type { Json } from '../facts.ts';
import type { Random } from '../random.ts';

export interface ToolUse {
  name: string;
  arguments: Json;
  result: Json;
  /** The service behind the tool, as its HTTP call shows. */
  host: string;
  path: string;
}

/** One question of a customer and how it is answered. */
export interface Turn {
  user: string;
  tools?: readonly ToolUse[];
  /** Articles of the help centre that hold the answer. */
  knowledge?: readonly string[];
  answer: string;
}

export interface Scenario {
  topic: string;
  turns: readonly Turn[];
}

export interface Order {
  id: string;
  product: string;
  price: number;
  tracking: string;
  city: string;
  customer: string;
  day: string;
  later: string;
}

const letters = ['A', 'B', 'C', 'D', 'E', 'H', 'K', 'M'] as const;

/** Facts that a conversation returns to, the same in every turn. */
export function orderFor(
  random: Random,
  goods: readonly [readonly [string, number], ...(readonly [string, number])[]],
  customer: string,
  city: string,
  atMs: number,
): Order {
  const [product, price] = random.pick(goods);
  const date = (days: number) => new Date(atMs + days * 86_400_000).toISOString().slice(0, 10);
  return {
    id: `SA-${random.int(10, 99)}${random.pick(letters)}-${random.int(10_000, 99_999)}`,
    product,
    price,
    tracking: `SF${random.int(100_000, 999_999)}${random.int(100_000, 999_999)}`,
    city,
    customer,
    day: date(-random.int(2, 6)),
    later: date(random.int(1, 3)),
  };
}

export const lookUpOrder = ({ id, product, price, tracking, day }: Order, status: string): ToolUse => ({
  name: 'lookup_order',
  arguments: { order_id: id },
  result: {
    order_id: id,
    status,
    placed_on: day,
    items: [{ name: product, quantity: 1, price }],
    tracking_number: tracking,
  },
  host: 'orders.shop.internal',
  path: `/v2/orders/${id}`,
});

export const trackParcel = ({ tracking, later }: Order, place: string): ToolUse => ({
  name: 'track_parcel',
  arguments: { tracking_number: tracking },
  result: { tracking_number: tracking, state: 'in_transit', last_scan: place, estimated_delivery: later },
  host: 'logistics.shop.internal',
  path: `/parcels/${tracking}`,
});

export const createReturn = ({ id, price, tracking }: Order, reason: string): ToolUse => ({
  name: 'create_return',
  arguments: { order_id: id, reason, refund_method: 'original_payment' },
  result: {
    return_id: `RT-${tracking.slice(-6)}`,
    label_url: `https://shop.example/returns/RT-${tracking.slice(-6)}.pdf`,
    refund: price,
  },
  host: 'orders.shop.internal',
  path: `/v2/orders/${id}/returns`,
});

export const handOver = ({ id }: Order, summary: string): ToolUse => ({
  name: 'create_ticket',
  arguments: { order_id: id, priority: 'high', summary },
  result: { ticket: `T-${id.slice(-5)}`, queue: 'human-support', expected_reply_minutes: 15 },
  host: 'tickets.shop.internal',
  path: '/api/tickets',
});
