export const zooCommand = async (..._: unknown[]): Promise<0> => 0;
