[
  {
    "tv": 1,
    "body": {
      "entryId": "01a202fd-f525-73fb-955c-8c8268658d85",
      "text": "a text"
    }
  }
]
