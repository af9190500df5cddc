export const PricesPanel = () => null;
