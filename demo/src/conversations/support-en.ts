import { createReturn, handOver, lookUpOrder, type Order, type Scenario, trackParcel } from './scenario.ts';

export const GOODS_EN = [
  ['Feather 90 down jacket (grey, L)', 119],
  ['QuietBreeze fan Pro', 59],
  ['Travel espresso maker Mini 2', 84],
  ['N7 noise-cancelling headphones', 149],
  ['A3 desk lamp', 45],
  ['26" aluminium suitcase', 99],
  ['5.5 l air fryer', 72],
  ['Trail running shoes, size 43', 95],
] as const;

export const SUPPORT_EN: readonly [(order: Order) => Scenario, ...((order: Order) => Scenario)[]] = [
  (order) => ({
    topic: 'delivery',
    turns: [
      {
        user: `Hi, I ordered the ${order.product} on ${order.day} and it still hasn't arrived. Order ${order.id}. Where is it?`,
        tools: [lookUpOrder(order, 'shipped'), trackParcel(order, `${order.city} sorting centre`)],
        answer: `Thanks for your patience, ${order.customer.split(' ')[0]}. Order ${order.id} has shipped: parcel ${order.tracking} was last scanned at the ${order.city} sorting centre and should reach you by ${order.later}. Nothing is held up on our side, so no action is needed.`,
      },
      {
        user: "I won't be home that day. Can a neighbour take it?",
        knowledge: ['delivery-pickup'],
        answer:
          'Yes. Until the parcel is out for delivery you can choose “Leave with a neighbour” or a pick-up point under Orders → Change delivery. A pick-up point keeps it for 7 days free of charge. Shall I switch it to your nearest pick-up point?',
      },
      {
        user: 'Pick-up point please.',
        tools: [
          {
            name: 'update_delivery',
            arguments: { order_id: order.id, method: 'pickup_point' },
            result: { order_id: order.id, method: 'pickup_point', station: `${order.city}, 12 Mill Lane` },
            host: 'orders.shop.internal',
            path: `/v2/orders/${order.id}/delivery`,
          },
        ],
        answer: `Done. Your parcel now goes to the pick-up point at 12 Mill Lane, ${order.city}. You will get a message with the collection code as soon as it is there; bring any photo ID.`,
      },
      { user: 'Perfect, thank you!', answer: 'You are welcome. Enjoy it, and come back any time.' },
    ],
  }),
  (order) => ({
    topic: 'return',
    turns: [
      {
        user: `The ${order.product} doesn't fit. How do I send it back? Order ${order.id}`,
        tools: [lookUpOrder(order, 'delivered')],
        knowledge: ['returns-7-days'],
        answer: `Sorry it isn't right. Order ${order.id} is within the 30-day return window, so you can return it unworn with the tags on. I can create a prepaid label for you now, or swap it for another size at no cost. Which do you prefer?`,
      },
      {
        user: 'A refund, please. How long does it take?',
        tools: [createReturn(order, 'does not fit')],
        answer: `Your return RT-${order.tracking.slice(-6)} is ready. Print the label at https://shop.example/returns/RT-${order.tracking.slice(-6)}.pdf and drop the parcel at any pick-up point. We refund $${order.price} to the card you paid with, 1–3 working days after it reaches us.`,
      },
      {
        user: 'I paid part of it with a gift card, does that come back too?',
        knowledge: ['coupon-refund'],
        answer:
          'Yes. The part you paid with the gift card goes back to the same gift card, the rest to your bank card. If the gift card would expire within 90 days, we extend it to 90 days.',
      },
    ],
  }),
  (order) => ({
    topic: 'fault',
    turns: [
      {
        user: `My ${order.product} started making a rattling noise after two days. What can you do? ${order.id}`,
        tools: [lookUpOrder(order, 'delivered')],
        knowledge: ['warranty-quality'],
        answer:
          'That should not happen, I am sorry. Within 30 days of delivery you can choose a replacement or a full refund, and we pay the shipping both ways. After that the two-year warranty covers repairs. Would you like a replacement or your money back?',
      },
      {
        user: 'Replacement, but I need it before Friday. Can you ship first?',
        tools: [handOver(order, 'Advance replacement requested, needs it before Friday, rattling noise')],
        answer: `I have asked our care team for an advance replacement: ticket T-${order.id.slice(-5)}. Somebody will confirm your address within 15 minutes, and the new one leaves today with express delivery. Please hand over the old one to the same courier.`,
      },
      {
        user: 'Great. Will I be charged if the old one arrives late?',
        knowledge: ['warranty-quality'],
        answer:
          'No. You have 14 days to hand over the old one, and we send two reminders before anything is charged. If the courier does not show up, just tell me and I extend it.',
      },
    ],
  }),
  (order) => ({
    topic: 'billing',
    turns: [
      {
        user: `I think I was charged twice for ${order.id}. Two payments of $${order.price} on my card.`,
        tools: [
          lookUpOrder(order, 'completed'),
          {
            name: 'list_payments',
            arguments: { order_id: order.id },
            result: {
              payments: [
                { id: 'pay_1', amount: order.price, state: 'captured' },
                { id: 'pay_2', amount: order.price, state: 'authorized', expires: order.later },
              ],
            },
            host: 'payments.shop.internal',
            path: `/v1/payments?order=${order.id}`,
          },
        ],
        answer: `I checked both. One payment of $${order.price} was taken; the other is only a reservation from a first attempt that your bank declined. It was never captured and disappears by ${order.later} at the latest. You have been charged once.`,
      },
      {
        user: 'Can you cancel the reservation faster? I need the money this week.',
        tools: [
          {
            name: 'void_authorization',
            arguments: { payment_id: 'pay_2' },
            result: { payment_id: 'pay_2', state: 'voided' },
            host: 'payments.shop.internal',
            path: '/v1/payments/pay_2/void',
          },
        ],
        answer:
          'Done: I released the reservation on our side just now. Most banks show the money again within a few hours, some take until the next working day.',
      },
      { user: 'Thank you, that was quick.', answer: 'Glad I could help. Have a good week!' },
    ],
  }),
  (order) => ({
    topic: 'advice',
    turns: [
      {
        user: `Is the ${order.product} worth it over last year's model?`,
        knowledge: ['guide-compare'],
        answer:
          'Three things changed: it is noticeably quieter (29 dB instead of 38), the battery lasts about 40 % longer, and the warranty is two years instead of one. For a bedroom or an open office I would take the new one. If you use it in a noisy place anyway, last year’s model does the same job for less.',
      },
      {
        user: 'Any discounts right now?',
        tools: [
          {
            name: 'list_promotions',
            arguments: { product: order.product },
            result: { promotions: [{ name: 'Member week', discount: 8, until: order.later }] },
            host: 'promotions.shop.internal',
            path: '/v1/promotions?status=active',
          },
        ],
        answer: `Yes: member week takes $8 off until ${order.later}, so you would pay $${order.price - 8}. Membership is free, and the discount shows in the basket once you are signed in.`,
      },
    ],
  }),
  (order) => ({
    topic: 'cancel',
    turns: [
      {
        user: `Please cancel order ${order.id}, I ordered the wrong colour.`,
        tools: [
          lookUpOrder(order, 'processing'),
          {
            name: 'cancel_order',
            arguments: { order_id: order.id, reason: 'wrong colour' },
            result: { order_id: order.id, state: 'cancelled', refund: order.price },
            host: 'orders.shop.internal',
            path: `/v2/orders/${order.id}/cancel`,
          },
        ],
        answer: `Order ${order.id} was not packed yet, so I cancelled it and your $${order.price} is on the way back. Would you like me to put the ${order.product} in another colour in your basket?`,
      },
      {
        user: 'Yes, in blue if you have it.',
        answer:
          'Blue is in stock. It is in your basket now with the same price and your usual address; you only need to confirm the payment.',
      },
    ],
  }),
];
