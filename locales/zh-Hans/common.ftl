# 通用词语：枚举、日期、单位
date-unknown = 日期不详
