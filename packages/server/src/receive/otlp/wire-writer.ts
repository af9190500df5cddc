/** Just enough protobuf writing for the few small messages that we answer with. Numbers are not negative. */

export const int32Field = (field: number, value: number): Buffer =>
  Buffer.from([...varint(field << 3), ...varint(value)]);

export const bytesField = (field: number, bytes: Buffer): Buffer =>
  Buffer.concat([Buffer.from([...varint((field << 3) | 2), ...varint(bytes.length)]), bytes]);

export const textField = (field: number, text: string): Buffer => bytesField(field, Buffer.from(text));

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
  bytes.push(rest);
  return bytes;
}
