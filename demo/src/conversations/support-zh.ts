import { createReturn, handOver, lookUpOrder, type Order, type Scenario, trackParcel } from './scenario.ts';

export const GOODS_ZH = [
  ['轻羽 90 白鹅绒羽绒服（深灰，L）', 699],
  ['静音循环风扇 Pro', 329],
  ['便携咖啡机 Mini 2', 458],
  ['降噪耳机 N7', 899],
  ['护眼台灯 A3', 269],
  ['26 寸铝框登机箱', 549],
  ['空气炸锅 5.5L', 399],
  ['儿童学习桌椅套装', 1299],
] as const;

export const SUPPORT_ZH: readonly [(order: Order) => Scenario, ...((order: Order) => Scenario)[]] = [
  (order) => ({
    topic: '物流',
    turns: [
      {
        user: `你好，我 ${order.day} 下的单到现在还没收到，订单号 ${order.id}，能帮我看看到哪了吗？`,
        tools: [lookUpOrder(order, 'shipped'), trackParcel(order, `${order.city}转运中心`)],
        answer: `${order.customer}您好，帮您查到了：订单 ${order.id}（${order.product}）已经发货，包裹 ${order.tracking} 目前在${order.city}转运中心，预计 ${order.later} 送达。近期${order.city}有降雨，派送可能会晚半天，请您留意短信通知。`,
      },
      {
        user: '周末我不在家，可以改成放驿站吗？',
        knowledge: ['delivery-pickup'],
        answer:
          '可以的。包裹进入派送环节之前，您都可以在「订单详情 → 修改配送方式」里选择“放驿站”。系统会推荐离您最近的驿站，免费保管 3 天，超过 3 天每天收取 1 元保管费。需要我现在帮您改成驿站自提吗？',
      },
      {
        user: '好，帮我改吧。另外保价了吗？',
        tools: [
          {
            name: 'update_delivery',
            arguments: { order_id: order.id, method: 'pickup_station' },
            result: { order_id: order.id, method: 'pickup_station', station: `${order.city}·梧桐苑菜鸟驿站` },
            host: 'orders.shop.internal',
            path: `/v2/orders/${order.id}/delivery`,
          },
        ],
        answer: `已经改好了：包裹会送到「${order.city}·梧桐苑菜鸟驿站」，到站后您会收到取件码。这一单价格为 ${order.price} 元，300 元以上的订单由我们统一投保，运输途中损坏全额赔付，您不用另外付费。`,
      },
      { user: '太好了，谢谢！', answer: '不客气，祝您使用愉快！取件如果遇到问题，随时回来找我。' },
    ],
  }),
  (order) => ({
    topic: '退货',
    turns: [
      {
        user: `${order.product}收到了，但是跟详情页颜色差太多，我想退货。订单 ${order.id}`,
        tools: [lookUpOrder(order, 'delivered')],
        knowledge: ['returns-7-days'],
        answer: `非常抱歉让您失望了。订单 ${order.id} 是 ${order.day} 签收前后的订单，仍在 7 天无理由退货期内，吊牌和包装完整就可以退。因为是颜色与描述不符，来回运费由我们承担。要我现在为您申请退货吗？`,
      },
      {
        user: '申请吧，退款多久到？',
        tools: [createReturn(order, '颜色与描述不符')],
        answer: `退货单已经生成：RT-${order.tracking.slice(-6)}，快递员会在 2 小时内联系您上门取件，不需要您付费。仓库签收后 1–3 个工作日，${order.price} 元会原路退回您的支付账户。`,
      },
      {
        user: '当时用了一张 50 元优惠券，会退吗？',
        knowledge: ['coupon-refund'],
        answer:
          '会的。整单退款时，优惠券会在退款完成后自动返还到您的账户，有效期不足 7 天的会自动延长到 7 天。部分退款时，优惠金额按商品价格比例扣减，优惠券不返还。您这次是整单退货，所以 50 元券会退给您。',
      },
    ],
  }),
  (order) => ({
    topic: '质量问题',
    turns: [
      {
        user: `买的${order.product}用了两天就有异响，视频我拍了，你们怎么处理？订单号：${order.id}`,
        tools: [lookUpOrder(order, 'delivered')],
        knowledge: ['warranty-quality'],
        answer:
          '给您添麻烦了，真的抱歉。签收 15 天内出现性能故障，您可以选择换新或退货，运费由我们承担；15 天后一年内免费维修。根据您的描述，这属于换新范围。您希望换一台新的，还是直接退款？',
      },
      {
        user: '换新的吧，但我急用，能先发新的再收旧的吗？',
        tools: [handOver(order, '客户申请先发后收换新，商品异响，已有视频')],
        answer: `可以为您申请“先发后收”。我已经把您的情况和订单 ${order.id} 转给了售后专员，工单号 T-${order.id.slice(-5)}，15 分钟内会有人工客服联系您核对地址。新机寄出后，请在 7 天内把旧机交给快递员。`,
      },
      {
        user: '好的，我等电话。你们售后态度还可以。',
        answer:
          '谢谢您的理解！工单我会一直跟进到新机寄出。如果 15 分钟内没有接到电话，请直接回复“催单”，我来帮您催。',
      },
    ],
  }),
  (order) => ({
    topic: '发票',
    turns: [
      {
        user: `公司报销要开发票，订单 ${order.id}，可以补开吗？`,
        tools: [lookUpOrder(order, 'completed')],
        knowledge: ['invoice-einvoice'],
        answer: `可以补开。订单 ${order.id} 金额 ${order.price} 元，完成后 90 天内都能申请电子发票：「我的 → 发票中心 → 申请开票」，填写公司抬头和税号即可，一般 10 分钟内发到您的邮箱。`,
      },
      {
        user: '抬头写错了怎么办？',
        knowledge: ['invoice-einvoice'],
        answer:
          '抬头写错可以换开一次：在发票中心找到这张发票，点“换开”，原发票会自动红冲，新发票随后发到邮箱。换开需要在开票当月完成，跨月的话需要联系人工客服处理。',
      },
      {
        user: '能开专票吗',
        knowledge: ['invoice-special'],
        answer:
          '可以。企业会员支持增值税专用发票，需要先在「企业认证」里上传营业执照，审核通过（约 1 个工作日）之后，历史 90 天内的订单都可以申请专票，默认是电子专票，效力和纸质的一样。',
      },
    ],
  }),
  (order) => ({
    topic: '选购',
    turns: [
      {
        user: `在看${order.product}，跟上一代比有什么区别？值得多花 100 块吗`,
        knowledge: ['guide-compare'],
        answer: `新一代主要有三点提升：噪音从 38 分贝降到 29 分贝，晚上开着几乎听不到；续航多 40%；质保从一年延长到两年。如果您主要放在卧室用，静音的提升很明显，多花 100 元值得；如果是放在客厅、白天用，上一代性价比更高。`,
      },
      {
        user: '卧室用。现在有活动吗？',
        tools: [
          {
            name: 'list_promotions',
            arguments: { product: order.product },
            result: {
              promotions: [
                { name: '会员日', discount: 60, until: order.later },
                { name: '以旧换新', discount: 80 },
              ],
            },
            host: 'promotions.shop.internal',
            path: '/v1/promotions?status=active',
          },
        ],
        answer: `有两个活动可以选：会员日立减 60 元，到 ${order.later} 截止；以旧换新再减 80 元，旧机上门回收，品牌不限。两个活动可以叠加，到手 ${order.price - 140} 元。要不要我把以旧换新的链接发给您？`,
      },
      {
        user: '发我吧',
        answer:
          '以旧换新入口：https://shop.example/trade-in 。选好旧机类型后，下单时会自动抵扣 80 元，快递员送新机的同时把旧机带走。会员日价格请在截止前付款锁定。',
      },
    ],
  }),
  (order) => ({
    topic: '投诉',
    turns: [
      {
        user: '你们说好昨天到，结果今天还是“待揽收”，到底发没发货？？',
        answer: '非常抱歉让您久等了！请把订单号发给我（以 SA- 开头），我马上核实发货情况。',
      },
      {
        user: order.id,
        tools: [lookUpOrder(order, 'awaiting_pickup')],
        answer: `查到了：订单 ${order.id}（${order.product}）${order.day} 已经打包，但快递还没有揽收，确实是我们超时了。按照“延迟发货赔付”规则，您可以获得 ${Math.round(order.price * 0.05)} 元无门槛券。我同时帮您催促仓库，今天 18 点之前一定交给快递，可以吗？`,
      },
      {
        user: '行吧，要是今天还不发我就退了',
        tools: [handOver(order, '超时未揽收，客户要求今日必须发出，否则退款')],
        answer: `理解您的心情。我已经建了加急工单 T-${order.id.slice(-5)}，仓库主管会盯着这一单。${Math.round(order.price * 0.05)} 元券已经发到您的账户。如果今天 18 点仍未揽收，您回复“退款”，我会立刻为您全额退款，不需要再解释。`,
      },
    ],
  }),
];
