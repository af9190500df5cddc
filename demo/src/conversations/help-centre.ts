export interface Article {
  id: string;
  zh: { title: string; text: string };
  en: { title: string; text: string };
}

/** What the retrievers find. */
export const ARTICLES: readonly [Article, ...Article[]] = [
  {
    id: 'delivery-pickup',
    zh: {
      title: '修改配送方式与驿站自提',
      text: '包裹进入派送环节之前，可在“订单详情 → 修改配送方式”选择放驿站、放快递柜或指定时间派送。驿站免费保管 3 天，之后每天 1 元。生鲜与大件商品不支持自提。',
    },
    en: {
      title: 'Change delivery, neighbours and pick-up points',
      text: 'Until a parcel is out for delivery you can switch to a neighbour, a locker or a pick-up point under Orders → Change delivery. Pick-up points keep parcels for 7 days free of charge. Bulky goods cannot be redirected.',
    },
  },
  {
    id: 'returns-7-days',
    zh: {
      title: '7 天无理由退货',
      text: '签收次日起 7 天内，商品完好、配件与吊牌齐全，可申请无理由退货。与描述不符、错发漏发的，来回运费由商家承担；其余情况由买家承担寄回运费（运费险可抵扣）。',
    },
    en: {
      title: 'Returns within 30 days',
      text: 'Unused goods can be returned within 30 days with their tags. Exchanges for another size are free. If an item is not as described or damaged, we pay the shipping both ways.',
    },
  },
  {
    id: 'coupon-refund',
    zh: {
      title: '退款时优惠券如何返还',
      text: '整单退款：优惠券在退款完成后返还，有效期不足 7 天的延长到 7 天。部分退款：优惠金额按商品实付比例扣减，优惠券不返还。红包与积分按支付比例退回。',
    },
    en: {
      title: 'Refunds of gift cards and vouchers',
      text: 'Refunds go back to the means of payment in the proportion in which they were used. Gift cards that would expire within 90 days are extended to 90 days. Vouchers return only when the whole order is refunded.',
    },
  },
  {
    id: 'warranty-quality',
    zh: {
      title: '质量问题与三包政策',
      text: '签收 15 天内出现性能故障可换新或退货，15 天后一年内免费维修。先发后收换新需由售后专员审核，新机寄出后 7 天内寄回旧机。人为损坏、私自拆修不在保修范围。',
    },
    en: {
      title: 'Faults and warranty',
      text: 'Within 30 days of delivery a faulty item is replaced or refunded, shipping paid by us. The warranty of two years covers repairs. Advance replacements need an approval and the old item within 14 days.',
    },
  },
  {
    id: 'invoice-einvoice',
    zh: {
      title: '如何申请电子发票',
      text: '订单完成后 90 天内可在“我的 → 发票中心”申请电子普通发票，填写抬头与税号，约 10 分钟发送至邮箱。抬头有误可在开票当月换开一次，原发票自动红冲。',
    },
    en: {
      title: 'Invoices',
      text: 'Invoices are in Orders → Documents as soon as the order has shipped. A wrong company name can be corrected once within the month of issue.',
    },
  },
  {
    id: 'invoice-special',
    zh: {
      title: '增值税专用发票',
      text: '企业会员完成认证（上传营业执照，约 1 个工作日）后，可为 90 天内的订单申请电子专票。专票需填写开户行与账号。',
    },
    en: {
      title: 'VAT invoices for companies',
      text: 'Business accounts that have entered a valid VAT number get invoices without VAT for deliveries to another EU country.',
    },
  },
  {
    id: 'guide-compare',
    zh: {
      title: '新旧款对比：静音、续航与质保',
      text: '新款噪音 29 分贝（旧款 38 分贝），续航提升约 40%，质保由 1 年延长至 2 年。功率与尺寸不变，配件通用。',
    },
    en: {
      title: 'This year’s model compared',
      text: 'The new model is quieter (29 dB against 38 dB), runs about 40 % longer and has two years of warranty. Size, power and accessories are the same.',
    },
  },
  {
    id: 'member-levels',
    zh: {
      title: '会员等级与积分规则',
      text: '每消费 1 元得 1 积分，积分有效期 12 个月。普通、银卡（1000 分）、金卡（5000 分）三个等级，金卡享全年免邮与专属客服。退货后相应积分扣回。',
    },
    en: {
      title: 'Membership levels and points',
      text: 'One point for every dollar, valid for 12 months. Silver from 1,000 points, gold from 5,000: free delivery all year and a direct line to support. Points of returned goods are taken back.',
    },
  },
  {
    id: 'size-guide',
    zh: {
      title: '羽绒服尺码与洗护',
      text: '尺码偏大半码，喜欢叠穿选平时尺码，贴身穿选小一码。请手洗或洗衣袋轻柔机洗，水温不超过 30 度，低温烘干并轻拍恢复蓬松。',
    },
    en: {
      title: 'Down jackets: size and care',
      text: 'They run half a size large. Wash at 30 °C in a laundry bag, tumble dry low with two tennis balls, and air before storing. Never iron.',
    },
  },
  {
    id: 'cross-border',
    zh: {
      title: '跨境商品税费与清关',
      text: '跨境商品由保税仓或海外仓发出，税费已含在页面价格中。清关需提供收件人身份证信息，一般 3–7 天。跨境商品不支持无理由退货。',
    },
    en: {
      title: 'International delivery and customs',
      text: 'Prices to the UK, Canada and Australia include duties. Customs take 1–4 days. For other countries the courier collects duties at the door.',
    },
  },
  {
    id: 'account-security',
    zh: {
      title: '账号被盗怎么办',
      text: '立即在“设置 → 账号安全”修改密码并下线其他设备，然后联系客服冻结支付。48 小时内的异常订单可全额撤销。客服不会向您索要验证码。',
    },
    en: {
      title: 'If somebody else used your account',
      text: 'Change the password and sign out other devices under Settings → Security, then tell support to freeze payments. Orders of the last 48 hours can be reversed. We never ask for codes.',
    },
  },
  {
    id: 'battery-care',
    zh: {
      title: '锂电池产品的使用与运输',
      text: '首次使用前请充满电，长期不用保持 50% 电量。含锂电池商品只走陆运，偏远地区时效延长 2–4 天。',
    },
    en: {
      title: 'Battery care and transport',
      text: 'Charge fully before first use and store half charged. Goods with lithium batteries travel by road only, which adds 2–4 days to remote areas.',
    },
  },
];
