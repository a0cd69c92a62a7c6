import { SendMessageCommand, type SendMessageCommandInput, SQSClient } from "@aws-sdk/client-sqs";

const sqs = new SQSClient({ requestHandler: { connectionTimeout: 1000, socketTimeout: 3000 } });

/** Puts a message into a queue. */
export const send = (message: SendMessageCommandInput) => sqs.send(new SendMessageCommand(message));
